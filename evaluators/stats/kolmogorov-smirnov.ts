export interface KolmogorovSmirnov {
  /** Largest distance between the two empirical distributions, 0 to 1. */
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Two samples from one distribution? D, and the p value of Kolmogorov's limiting distribution at sqrt(nm / (n + m)) D
 * (Smirnov 1948; `scipy.special.kolmogorov`). Ties make it cautious. Null when a sample is empty.
 */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): KolmogorovSmirnov | null {
  if (a.length === 0 || b.length === 0) return null;
  const [left, right] = [a.toSorted(ascending), b.toSorted(ascending)];
  let statistic = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const at = Math.min(left[i] ?? 0, right[j] ?? 0);
    while (left[i] === at) i += 1;
    while (right[j] === at) j += 1;
    statistic = Math.max(statistic, Math.abs(i / left.length - j / right.length));
  }
  const effective = (left.length * right.length) / (left.length + right.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(effective) * statistic) };
}

const ascending = (x: number, y: number) => x - y;

/** P(K > x) of Kolmogorov's distribution: 2 sum (-1)^(k-1) exp(-2 k^2 x^2), and its other form where that is slow. */
function kolmogorovTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    let below = 0;
    for (let k = 1; k <= 20; k += 1) below += Math.exp(-(((2 * k - 1) * Math.PI) ** 2) / (8 * x * x));
    return Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * below);
  }
  let tail = 0;
  for (let k = 1; k <= 20; k += 1) tail += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, tail));
}
