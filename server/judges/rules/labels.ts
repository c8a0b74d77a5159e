import type { JudgeBody } from '../schema/judges';

/**
 * The judge's label that people's words stand for: as mapped, else the label itself in any case of letters; null when it
 * is neither.
 */
export function mappedLabel(
  words: string,
  labels: readonly string[],
  mapping: Readonly<Record<string, readonly string[]>>,
): string | null {
  const lower = words.trim().toLowerCase();
  const mapped = labels.find((label) => mapping[label]?.some((one) => one.trim().toLowerCase() === lower));
  const isMapped = (label: string) => (mapping[label]?.length ?? 0) > 0;
  return mapped ?? labels.find((label) => !isMapped(label) && label.toLowerCase() === lower) ?? null;
}

type Fields = Readonly<Record<string, unknown>>;

/** The case without what stands at `place` (`expected`, `metadata.label`): a judge must not see what people said. */
export function without<T extends object>(one: T, place: string): T {
  const [key = '', ...rest] = place.split('.');
  const fields = one as unknown as Fields;
  if (!Object.hasOwn(fields, key)) return one;
  const { [key]: inner, ...others } = fields;
  if (rest.length === 0 || typeof inner !== 'object' || inner === null) return others as T;
  return { ...others, [key]: without(inner, rest.join('.')) } as T;
}

/** The case with a text at `place`; what stood there is gone. */
export function withAt<T extends object>(one: T, place: string, text: string): T {
  const [key = '', ...rest] = place.split('.');
  if (rest.length === 0) return { ...one, [key]: text };
  const inner = (one as unknown as Fields)[key];
  const below = typeof inner === 'object' && inner !== null ? inner : {};
  return { ...one, [key]: withAt(below, rest.join('.'), text) };
}

/** Where the other answer of a pairwise judge stands. */
export const againstOf = ({ params }: JudgeBody): string => String(params['against'] ?? 'expected');
