/** One JSON line per message on stderr; control characters cannot break a line because JSON escapes them. */
export function log(
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Record<string, unknown> = {},
): void {
  const error = fields['error'];
  const shown = error instanceof Error ? { ...fields, error: error.stack, cause: causeOf(error) } : fields;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...shown })}\n`);
}

const causeOf = ({ cause }: Error): string | undefined => (cause instanceof Error ? cause.stack : undefined);
