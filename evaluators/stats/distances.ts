/** Two samples over the same categories: how often each occurs, in the same order. */
export interface Counts {
  readonly current: readonly number[];
  readonly reference: readonly number[];
}

export const distanceNames = [
  'psi',
  'jensen-shannon',
  'hellinger',
  'kullback-leibler',
  'total-variation',
] as const;
export type DistanceName = (typeof distanceNames)[number];

/** What stands in for a share of 0 where a logarithm is taken: 1e-4, or less beside shares as small as that. */
const leastShare = 1e-4;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function shares(counts: readonly number[]): number[] {
  const total = sum(counts);
  return counts.map((count) => count / total);
}

function withoutZeros(values: readonly number[]): number[] {
  const least = Math.min(...values.filter((value) => value > 0));
  const filling = least <= leastShare ? least / 1e6 : leastShare;
  return values.map((value) => (value === 0 ? filling : value));
}

const over = (p: readonly number[], q: readonly number[], term: (p: number, q: number) => number): number =>
  sum(p.map((share, index) => term(share, q[index] ?? 0)));
const relative = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));

/**
 * How far two distributions lie apart; p are the current shares, q those of the reference. PSI is the sum of
 * (p - q) ln(p / q), KL of q ln(q / p): shares of 0 become 1e-4 there. Jensen-Shannon is the distance: the square root
 * of the divergence with natural logarithms. Null when a side is empty.
 */
export function distance({ current, reference }: Counts, name: DistanceName): number | null {
  if (sum(current) <= 0 || sum(reference) <= 0) return null;
  const [p, q] = [shares(current), shares(reference)];
  if (name === 'total-variation') return over(p, q, (a, b) => Math.abs(a - b)) / 2;
  if (name === 'hellinger') return Math.sqrt(over(p, q, (a, b) => (Math.sqrt(a) - Math.sqrt(b)) ** 2) / 2);
  if (name === 'jensen-shannon') {
    const middle = p.map((share, index) => (share + (q[index] ?? 0)) / 2);
    return Math.sqrt(Math.max(0, (over(p, middle, relative) + over(q, middle, relative)) / 2));
  }
  const [a, b] = [withoutZeros(p), withoutZeros(q)];
  return name === 'psi' ? over(a, b, (x, y) => (x - y) * Math.log(x / y)) : over(b, a, relative);
}

export interface ChiSquare {
  readonly statistic: number;
  readonly degrees: number;
}

/** Pearson's statistic of "both samples come from one distribution". Null with fewer than two categories in use. */
export function twoSampleChiSquare({ current, reference }: Counts): ChiSquare | null {
  const [m, n] = [sum(current), sum(reference)];
  const used = current
    .map((count, index) => [count, reference[index] ?? 0] as const)
    .filter(([a, b]) => a + b > 0);
  if (m <= 0 || n <= 0 || used.length < 2) return null;
  const terms = used.map(([a, b]) => {
    const [expectedA, expectedB] = [((a + b) * m) / (m + n), ((a + b) * n) / (m + n)];
    return (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
  });
  return { statistic: sum(terms), degrees: used.length - 1 };
}

/**
 * Pearson's statistic of "the current sample comes from exactly these shares": right when the reference is a known
 * population, far too eager when it is a sample (some peers use it there). Null where the reference has no share.
 */
export function goodnessOfFit({ current, reference }: Counts): ChiSquare | null {
  const [m, n] = [sum(current), sum(reference)];
  const used = current.map((count, index) => [count, ((reference[index] ?? 0) * m) / n] as const);
  const counted = used.filter(([count, expected]) => count + expected > 0);
  if (m <= 0 || n <= 0 || counted.length < 2 || counted.some(([, expected]) => expected === 0)) return null;
  return {
    statistic: sum(counted.map(([count, expected]) => (count - expected) ** 2 / expected)),
    degrees: counted.length - 1,
  };
}
