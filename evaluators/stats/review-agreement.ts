import type { Figure, Item } from '../contract';
import { calibrationFigures, type Estimate } from '../judge/calibration';
import { figureEstimate } from './figure';

export interface ReviewAgreement {
  /** cases with at least two labels */
  readonly n: number;
  /** share of pairs of labels of a case that are equal */
  readonly observed: number | null;
  readonly krippendorff: Estimate;
  /** null unless every case has the same number of labels */
  readonly fleiss: Estimate | null;
  /** null unless two people labelled every case */
  readonly cohen: Estimate | null;
}

/** Who gave which label to one case. */
export type LabelledUnit = ReadonlyMap<string, string>;

/**
 * Agreement of people over cases, each with a seeded bootstrap over cases (2,000 draws, BCa from 20 cases): Krippendorff's
 * alpha (nominal), Fleiss' and Cohen's kappa. Labels that are none of `labels` are a RangeError.
 */
export function reviewAgreement(units: readonly LabelledUnit[], labels: readonly string[]): ReviewAgreement {
  const paired = units.filter(({ size }) => size > 1);
  const items = paired.map((unit) => [itemOf(unit, labels)]);
  const sums = sumsOf(items.flat());
  const sizes = new Set(paired.map(({ size }) => size));
  const people = [...new Set(paired.flatMap((unit) => [...unit.keys()]))].sort();
  const isPair = people.length === 2 && sizes.size === 1 && sizes.has(2);
  const [first = '', second = ''] = people;
  const pairs = paired.map((unit) => ({ human: unit.get(first) ?? '', verdict: unit.get(second) ?? '' }));
  return {
    n: paired.length,
    observed: sums.labels === 0 ? null : sums.agreeing / sums.labels,
    krippendorff: estimated(items, alpha),
    fleiss: sizes.size === 1 ? estimated(items, fleiss) : null,
    cohen: isPair ? calibrationFigures(pairs, labels).kappa : null,
  };
}

/** [Σ c (c - 1) / (m - 1), m, counts of each label], which can be added up over cases. */
function itemOf(unit: LabelledUnit, labels: readonly string[]): Item {
  const given = [...unit.values()];
  const stray = given.find((label) => !labels.includes(label));
  if (stray !== undefined) throw new RangeError(`${stray} is none of ${labels.join(', ')}`);
  const counts = labels.map((label) => given.filter((one) => one === label).length);
  const agreeing = counts.reduce((sum, c) => sum + c * (c - 1), 0) / (given.length - 1);
  return [agreeing, given.length, ...counts];
}

function sumsOf(items: readonly Item[]) {
  const totals = [0, 0, ...Array.from({ length: Math.max(0, (items[0]?.length ?? 2) - 2) }, () => 0)];
  for (const item of items)
    for (let index = 0; index < totals.length; index++)
      totals[index] = (totals[index] ?? 0) + Number(item[index] ?? 0);
  const [agreeing = 0, labels = 0, ...counts] = totals;
  return { agreeing, labels, counts };
}

const onlyOne = 'only one label occurs, so chance alone agrees';

/** 1 - (n - 1)(n - Σ agreeing) / (n² - Σ n_c²) with n labels in all. */
function alpha(items: readonly Item[]): Figure {
  const { agreeing, labels: n, counts } = sumsOf(items);
  const chance = n ** 2 - counts.reduce((sum, c) => sum + c ** 2, 0);
  if (chance === 0) return { value: null, reason: onlyOne };
  return { value: 1 - ((n - 1) * (n - agreeing)) / chance };
}

/** (P - Pe) / (1 - Pe), Pe = Σ (n_c / n)². */
function fleiss(items: readonly Item[]): Figure {
  const { agreeing, labels: n, counts } = sumsOf(items);
  const expected = counts.reduce((sum, c) => sum + (c / n) ** 2, 0);
  if (counts.some((c) => c === n)) return { value: null, reason: onlyOne };
  return { value: (agreeing / n - expected) / (1 - expected) };
}

function estimated(
  items: readonly (readonly Item[])[],
  formula: (items: readonly Item[]) => Figure,
): Estimate {
  const found = figureEstimate(items, formula);
  if (found.value === null)
    return {
      value: null,
      low: null,
      high: null,
      note: items.length === 0 ? 'no case has two labels' : found.reason,
    };
  const { value, constant, interval, note } = found;
  if (constant) return { value, low: null, high: null, note: 'no draw changes it, so it has no interval' };
  return { value, ...interval(0.95), note };
}
