import type { CheckParam } from '@/policies/frameworks/check-params';
import type { CheckUse } from '@/policies/frameworks/contract';

/** What is wrong with the parameters of one use of a known check, each naming the parameter. */
export function paramProblems({ check, params }: CheckUse, known: readonly CheckParam[]): string[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const param = known.find((one) => one.name === name);
    const names = known.map((one) => one.name).join(', ') || 'none';
    if (!param) return [`${check} has no parameter ${name}; it has: ${names}`];
    const wrong = valueProblem(param, value);
    return wrong === null ? [] : [`${name} of ${check} ${wrong}`];
  });
}

function valueProblem(param: CheckParam, value: unknown): string | null {
  const { kind, min = -Infinity, max = Infinity, options, isNullable } = param;
  if (kind === 'kept' || (value === null && isNullable)) return null;
  if (kind === 'whole' || kind === 'number') {
    const fits = typeof value === 'number' && value >= min && value <= max;
    const what = kind === 'whole' ? 'a whole number' : 'a number';
    return fits && (kind === 'number' || Number.isInteger(value))
      ? null
      : `must be ${what} from ${min} to ${max}`;
  }
  if (kind === 'list') return listProblem(value, options);
  if (kind === 'choice')
    return options?.includes(String(value)) ? null : `must be one of ${options?.join(', ')}`;
  const isSlug = typeof value === 'string' && /^[a-z0-9][a-z0-9.-]{0,59}$/.test(value);
  return isSlug ? null : 'must be lower-case letters, digits, dots or dashes, at most 60';
}

function listProblem(value: unknown, options: readonly string[] | undefined): string | null {
  if (!Array.isArray(value) || value.length > 50) return 'must be a list of at most 50';
  const alien: unknown = value.find(
    (one) => typeof one !== 'string' || !(options?.includes(one) ?? one !== ''),
  );
  return alien === undefined ? null : `does not know ${String(alien)}`;
}
