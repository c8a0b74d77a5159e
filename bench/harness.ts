import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { pairs: { type: 'string' } }, strict: false });
export const pairs = Math.max(1, Number(values['pairs'] ?? 5) || 5);

export interface Paired {
  readonly id: string;
  readonly what: string;
  /** Of both figures; more is better. */
  readonly unit: string;
  readonly peer: string;
  /** The least ratio of ours to the peer's that is wanted. */
  readonly target: number;
  /** What a first release has to reach at least, when that is less. */
  readonly mustHold?: number;
  ours(): Promise<number>;
  theirs(): Promise<number>;
}

export const median = (list: readonly number[]): number => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const high = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[half - 1] ?? Number.NaN)) / 2;
};

const shown = (value: number) => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });

function verdict(ratio: number, { target, mustHold }: Pick<Paired, 'target' | 'mustHold'>): string {
  if (ratio >= target) return 'target met';
  const missing = `missing to the target: ${shown(target / ratio)} times as fast`;
  if (mustHold === undefined) return missing;
  return ratio >= mustHold ? `holds ${shown(mustHold)}; ${missing}` : `BELOW ${shown(mustHold)}; ${missing}`;
}

/** Measures both sides in turns and prints the median of the ratios. */
export async function compare(figure: Paired): Promise<number> {
  const { id, what, unit, peer, target } = figure;
  console.log(`${id}  ${what}, against ${peer} (${pairs} pairs, ${unit})`);
  const ratios: number[] = [];
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const oursFirst = pair % 2 === 0;
    const before = oursFirst ? await figure.ours() : await figure.theirs();
    const after = oursFirst ? await figure.theirs() : await figure.ours();
    const [mine, other] = oursFirst ? [before, after] : [after, before];
    ours.push(mine);
    theirs.push(other);
    ratios.push(mine / other);
    console.log(`    ${pair + 1}. ${shown(mine)} / ${shown(other)} = ${shown(mine / other)}`);
  }
  const ratio = median(ratios);
  const values = `value ${shown(median(ours))}  peer ${shown(median(theirs))}  ratio ${shown(ratio)}`;
  console.log(`${id}  ${values}  target >= ${shown(target)}: ${verdict(ratio, figure)}\n`);
  return ratio;
}

/** One figure against a fixed upper limit. */
export function atMost(id: string, what: string, value: number, limit: number, unit: string): void {
  const over = value > limit ? `ABOVE the limit by ${shown(value - limit)} ${unit}` : 'target met';
  console.log(`${id}  ${what}: ${shown(value)} ${unit}  target <= ${shown(limit)}: ${over}`);
}

/** A figure that cannot be had on this machine. */
export const skipped = (id: string, why: string) => console.log(`${id}  SKIPPED: ${why}`);

/** Units of work per second of wall time. */
export async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (count * 1000) / (performance.now() - began);
}
