/** A suite file with one more entry at the end of a list of it; a file without that key gets it at its end. */
export function withEntry(file: string, entry: string, list = 'evaluators'): string {
  const lines = file.replace(/\n+$/, '').split('\n');
  const added = entry
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  const start = lines.findIndex((line) => new RegExp(`^${list}:\\s*(?:#.*)?$`).test(line));
  if (start < 0) return [...lines, `${list}:`, ...added, ''].join('\n');
  const after = lines.findIndex((line, index) => index > start && /^[^\s#-]/.test(line));
  const end = after < 0 ? lines.length : after;
  return [...lines.slice(0, end), ...added, ...lines.slice(end), ''].join('\n');
}

/** A suite file with a threshold; one against the approved release also gets the `baseline` that it needs. */
export function withThreshold(file: string, kind: ThresholdKind): string {
  const measure = /\bas: ([a-z0-9][a-z0-9._-]*)/.exec(file)?.[1] ?? 'measure';
  const added = withEntry(file, `- { measure: ${measure}, ${thresholds[kind]} }`, 'thresholds');
  if (kind !== 'maxDrop' || /^baseline:/m.test(file)) return added;
  return `${added}baseline: { system: my-system, environment: production }\n`;
}

const thresholds = { min: 'min: 0.9', max: 'max: 0.1', maxDrop: 'maxDrop: 0.02' } as const;
export type ThresholdKind = keyof typeof thresholds;
