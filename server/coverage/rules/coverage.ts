/** The share of applicable controls that are met, 0 to 1; null when none applies. */
export const shareOf = ({ applicable, met }: { readonly applicable: number; readonly met: number }) =>
  applicable === 0 ? null : met / applicable;

export interface Cell {
  readonly systemId: string;
  readonly framework: string;
  readonly applicable: number;
  readonly met: number;
  readonly blocking: number;
}

/** Sums of many cells. */
export const summed = (cells: readonly Pick<Cell, 'applicable' | 'met' | 'blocking'>[]) =>
  cells.reduce(
    (sum, { applicable, met, blocking }) => ({
      applicable: sum.applicable + applicable,
      met: sum.met + met,
      blocking: sum.blocking + blocking,
    }),
    { applicable: 0, met: 0, blocking: 0 },
  );

export interface Change {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly applicable: number;
  readonly met: number;
}

/**
 * The state at the end of each day from the changes of the days, oldest first. Days before the first record have no
 * value: nothing was recorded then.
 */
export function trendOf(changes: readonly Change[], days: readonly string[]) {
  const sum = { applicable: 0, met: 0 };
  let next = 0;
  let isRecorded = false;
  return days.map((day) => {
    for (let one = changes[next]; one && one.day <= day; one = changes[(next += 1)]) {
      sum.applicable += one.applicable;
      sum.met += one.met;
      isRecorded = true;
    }
    return { day, ...sum, share: isRecorded ? shareOf(sum) : null };
  });
}

/** The days up to today, `YYYY-MM-DD`, oldest first. */
export const daysUpTo = (nowUs: number, count: number): string[] =>
  Array.from({ length: count }, (_, back) =>
    new Date(nowUs / 1000 - (count - 1 - back) * 86_400_000).toISOString().slice(0, 10),
  );

/** Controls by how many systems lack them, the most first. */
export function gapsOf<
  G extends { readonly controlId: string; readonly status: string; readonly blocks: boolean },
>(all: readonly { readonly systemId: string; readonly framework: string; readonly gaps: readonly G[] }[]) {
  const found = new Map<
    string,
    { controlId: string; framework: string; systems: number; blocks: number; stale: number }
  >();
  for (const { framework, gaps } of all)
    for (const { controlId, status, blocks } of gaps) {
      const one = found.get(controlId) ?? { controlId, framework, systems: 0, blocks: 0, stale: 0 };
      one.systems += 1;
      one.blocks += blocks ? 1 : 0;
      one.stale += status === 'stale' ? 1 : 0;
      found.set(controlId, one);
    }
  return [...found.values()].sort(
    (a, b) => b.blocks - a.blocks || b.systems - a.systems || (a.controlId < b.controlId ? -1 : 1),
  );
}
