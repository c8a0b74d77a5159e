/** A suite file with one more entry at the end of its `evaluators`; a file without that key gets it at its end. */
export function withEntry(file: string, entry: string): string {
  const lines = file.replace(/\n+$/, '').split('\n');
  const added = entry
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  const start = lines.findIndex((line) => /^evaluators:\s*(?:#.*)?$/.test(line));
  if (start < 0) return [...lines, 'evaluators:', ...added, ''].join('\n');
  const after = lines.findIndex((line, index) => index > start && /^[^\s#-]/.test(line));
  const end = after < 0 ? lines.length : after;
  return [...lines.slice(0, end), ...added, ...lines.slice(end), ''].join('\n');
}
