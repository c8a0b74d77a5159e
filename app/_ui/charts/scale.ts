/** From data to percent of the plot (0..100). */
export type Scale = (value: number) => number;

export const isNumber = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** Maps [from, to] on 0..100 and keeps everything inside the plot. A domain without width maps on the middle. */
export const linear =
  ([from, to]: readonly [number, number]): Scale =>
  (value) =>
    to === from ? 50 : Math.min(100, Math.max(0, ((value - from) / (to - from)) * 100));

/** Steps of 1, 2 or 5 times a power of ten that cover [low, high], about `wanted` of them. */
export function ticks(low: number, high: number, wanted = 4): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const span = high - low || Math.abs(high) || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const count = Math.max(1, last - first);
  return Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The smallest round domain that holds all finite values, and its ticks. */
export function niceDomain(values: readonly (number | null | undefined)[], wanted = 4) {
  const known = values.filter(isNumber);
  const marks = known.length === 0 ? [0, 1] : ticks(Math.min(...known), Math.max(...known), wanted);
  const domain: readonly [number, number] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  return { domain, marks };
}

/** Runs of neighbouring known points; a null ends a run, so that a line shows a gap. */
export function runs<T>(points: readonly T[], isKnown: (point: T) => boolean): (readonly [number, T])[][] {
  const out: (readonly [number, T])[][] = [];
  let open: (readonly [number, T])[] = [];
  points.forEach((point, index) => {
    if (isKnown(point)) open.push([index, point]);
    else if (open.length > 0) {
      out.push(open);
      open = [];
    }
  });
  return open.length > 0 ? [...out, open] : out;
}

/** Every tick, or every second, third … so that no two read the same once formatted. */
export function distinct(marks: readonly number[], format: (value: number) => string): readonly number[] {
  for (let step = 1; step < marks.length; step++) {
    const kept = marks.filter((_, index) => index % step === 0);
    if (new Set(kept.map((mark) => format(mark))).size === kept.length) return kept;
  }
  return marks.slice(0, 1);
}
