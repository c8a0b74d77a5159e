export type Vars = Readonly<Record<string, unknown>>;

const name = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** The value with `{{ variable }}` replaced in every text, or why it cannot be: other Nunjucks is not run here. */
export function filled(
  value: unknown,
  vars: Vars,
): { readonly value: unknown } | { readonly reason: string } {
  const problems: string[] = [];
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return text(part, vars, problems);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item)]));
  };
  const made = walk(value);
  const [reason] = problems;
  return reason === undefined ? { value: made } : { reason };
}

function text(given: string, vars: Vars, problems: string[]): string {
  if (given.startsWith('file://')) problems.push('its value lies in another file');
  const made = given.replace(name, (whole, key: string) => {
    const value = Object.hasOwn(vars, key) ? vars[key] : undefined;
    if (value === undefined) problems.push(`it names ${whole}, which the test does not have`);
    return typeof value === 'string' ? value : JSON.stringify(value ?? '');
  });
  if (/\{\{|\{%|\{#/.test(made)) problems.push('its template is more than variables');
  return made;
}
