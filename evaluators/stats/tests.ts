import { chiSquarePValue, logGamma } from './normal';
import type { Proportion } from './proportion';

/**
 * p value of "all groups have the same rate". Pearson's chi-square with k - 1 degrees of freedom (for two groups this
 * is the two-proportion z test); when an expected count is below 5, Fisher's exact test of each group against the
 * rest, smallest p times the number of groups. Null with fewer than two non-empty groups.
 */
export function sameRatePValue(groups: readonly Proportion[]): number | null {
  const filled = groups.filter(({ n }) => n > 0);
  if (filled.length < 2) return null;
  const total = sum(filled);
  if (total.hits === 0 || total.hits === total.n) return 1;
  const p = total.hits / total.n;
  if (filled.every(({ n }) => n * p >= 5 && n * (1 - p) >= 5)) {
    const statistic = filled.reduce((all, { hits, n }) => all + (hits - n * p) ** 2 / (n * p * (1 - p)), 0);
    return chiSquarePValue(statistic, filled.length - 1);
  }
  const against = filled.map((group) =>
    fisherExact(group, { hits: total.hits - group.hits, n: total.n - group.n }),
  );
  const comparisons = filled.length === 2 ? 1 : filled.length;
  return Math.min(1, Math.min(...against) * comparisons);
}

const sum = (groups: readonly Proportion[]): Proportion =>
  groups.reduce((all, { hits, n }) => ({ hits: all.hits + hits, n: all.n + n }), { hits: 0, n: 0 });

/** Fisher's exact two-sided p: the sum over all tables that are no more likely than the one observed. */
export function fisherExact(a: Proportion, b: Proportion): number {
  const hits = a.hits + b.hits;
  const n = a.n + b.n;
  const from = Math.max(0, hits - b.n);
  const to = Math.min(hits, a.n);
  const logP = (x: number) => logChoose(a.n, x) + logChoose(b.n, hits - x) - logChoose(n, hits);
  const limit = logP(a.hits) + 1e-7;
  let p = 0;
  for (let x = from; x <= to; x++) {
    const one = logP(x);
    if (one <= limit) p += Math.exp(one);
  }
  return Math.min(1, p);
}

/** ln of the number of ways to choose k of n. */
export const logChoose = (n: number, k: number): number =>
  logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/**
 * Exact McNemar on paired pass/fail: b cases only the baseline passes, c only the candidate.
 * p = min(1, 2 P(X <= min(b, c))), X ~ Bin(b + c, 1/2).
 */
export function mcnemarExact(b: number, c: number): number {
  const n = b + c;
  if (n === 0) return 1;
  let tail = 0;
  for (let x = 0; x <= Math.min(b, c); x++) tail += Math.exp(logChoose(n, x) - n * Math.LN2);
  return Math.min(1, 2 * tail);
}

/** Holm's step-down adjusted p values in the order given (Holm 1979). */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = Array.from(pValues, () => 0);
  let running = 0;
  for (const [rank, { p, index }] of ascending(pValues).entries()) {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = running;
  }
  return adjusted;
}

/** Benjamini and Hochberg's adjusted p values in the order given (1995). */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = Array.from(pValues, () => 0);
  let running = 1;
  for (const [above, { p, index }] of ascending(pValues).reverse().entries()) {
    running = Math.min(running, (p * pValues.length) / (pValues.length - above));
    adjusted[index] = running;
  }
  return adjusted;
}

const ascending = (pValues: readonly number[]) =>
  pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p || a.index - b.index);
