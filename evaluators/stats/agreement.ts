/** How far two or more people (or a judge and people) agree beyond chance. Sources: Cohen 1960, Fleiss 1971,
 *  Krippendorff 2011 ("Computing Krippendorff's alpha-reliability"). */
export interface Agreement {
  /** 1 = perfect, 0 = as by chance; null = undefined, for the reason given */
  readonly value: number | null;
  readonly reason: string | null;
  /** observed share of agreement (of alpha: 1 - Do), null where there is nothing to compare */
  readonly observed: number | null;
  /** the same as chance would have it */
  readonly expected: number | null;
}

const undefinedFor = (reason: string, observed: number | null = null, expected: number | null = null) => ({
  value: null,
  reason,
  observed,
  expected,
});
const onlyOne = 'only one label occurs, so chance alone agrees';

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/**
 * Cohen's kappa of two raters, (Po - Pe) / (1 - Pe).
 * @param cells rows first rater, columns second, square, in the order of the labels
 */
export function cohenKappa(cells: readonly (readonly number[])[]): Agreement {
  const rows = cells.map(sum);
  const columns = cells.map((_, j) => sum(cells.map((row) => row[j] ?? 0)));
  const n = sum(rows);
  if (n === 0) return undefinedFor('there is no case');
  const observed = sum(cells.map((row, i) => row[i] ?? 0)) / n;
  if (rows.some((row, i) => row === n && columns[i] === n)) return undefinedFor(onlyOne, observed, 1);
  const expected = sum(rows.map((row, i) => (row / n) * ((columns[i] ?? 0) / n)));
  return { value: (observed - expected) / (1 - expected), reason: null, observed, expected };
}

/**
 * Fleiss' kappa of a fixed number of raters per unit, who need not be the same people.
 * @param counts per unit how many raters gave each label
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Agreement {
  const raters = sum(counts[0] ?? []);
  if (counts.length === 0) return undefinedFor('there is no case');
  if (counts.some((row) => sum(row) !== raters))
    return undefinedFor('the cases have different numbers of labels; use Krippendorff’s alpha');
  if (raters < 2) return undefinedFor('a case needs at least two labels');
  const pairs = raters * (raters - 1);
  const observed = sum(counts.map((row) => sum(row.map((k) => k * (k - 1))) / pairs)) / counts.length;
  const width = Math.max(...counts.map(({ length }) => length));
  const shares = Array.from(
    { length: width },
    (_, j) => sum(counts.map((row) => row[j] ?? 0)) / (counts.length * raters),
  );
  const expected = sum(shares.map((share) => share ** 2));
  if (shares.some((share) => share === 1)) return undefinedFor(onlyOne, observed, expected);
  return { value: (observed - expected) / (1 - expected), reason: null, observed, expected };
}

export type Level = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha 1 - Do / De; any number of raters, missing labels allowed. Units with fewer than two labels say
 * nothing and are left out. Labels are numbers for `ordinal` and `interval`.
 */
export function krippendorffAlpha(units: readonly (readonly (number | string)[])[], level: Level): Agreement {
  const paired = units.filter(({ length }) => length > 1);
  const labels = [...new Set(paired.flat())].sort((a, b) =>
    level === 'nominal' ? 0 : Number(a) - Number(b),
  );
  if (paired.length === 0) return undefinedFor('no case has two labels');
  const at = new Map(labels.map((label, index) => [label, index]));
  const coincidences = labels.map(() => labels.map(() => 0));
  for (const unit of paired)
    for (const [i, one] of unit.entries())
      for (const [j, other] of unit.entries()) {
        const row = coincidences[at.get(one) ?? 0];
        const column = at.get(other) ?? 0;
        if (i !== j && row) row[column] = (row[column] ?? 0) + 1 / (unit.length - 1);
      }
  const totals = coincidences.map(sum);
  const n = sum(totals);
  const delta = deltaOf(level, labels, totals);
  const over = (of: (i: number, j: number) => number) =>
    sum(labels.flatMap((_, i) => labels.map((__, j) => of(i, j) * delta(i, j))));
  const observed = over((i, j) => coincidences[i]?.[j] ?? 0) / n;
  const expected = over((i, j) => (totals[i] ?? 0) * (totals[j] ?? 0)) / (n * (n - 1));
  if (expected === 0) return undefinedFor(onlyOne, 1 - observed, 1 - expected);
  return { value: 1 - observed / expected, reason: null, observed: 1 - observed, expected: 1 - expected };
}

function deltaOf(level: Level, labels: readonly (number | string)[], totals: readonly number[]) {
  if (level === 'nominal') return (i: number, j: number) => Number(i !== j);
  if (level === 'interval') return (i: number, j: number) => (Number(labels[i]) - Number(labels[j])) ** 2;
  return (i: number, j: number) => {
    const [low, high] = [Math.min(i, j), Math.max(i, j)];
    const between = sum(totals.slice(low, high + 1));
    return low === high ? 0 : (between - ((totals[low] ?? 0) + (totals[high] ?? 0)) / 2) ** 2;
  };
}
