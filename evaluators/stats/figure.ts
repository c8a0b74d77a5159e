import type { Figure, FigureTable, Item } from '../contract';
import { bcaLevels, quantile } from './bootstrap';
import { normalQuantile } from './normal';
import type { Interval } from './proportion';
import { drawsFrom, randomFrom } from './random';

type Formula = (items: readonly Item[]) => Figure;
/** What one case adds, one item per repeat. */
type CaseItems = readonly Item[];

export interface FigureEstimate {
  readonly value: number;
  readonly n: number;
  /** the figure does not move when cases are drawn again, so its interval says nothing */
  readonly constant: boolean;
  /** two-sided interval around the value */
  readonly interval: (confidence: number) => Interval;
  readonly note: string | null;
  readonly table?: FigureTable;
}
export interface UndefinedFigure {
  readonly value: null;
  readonly reason: string;
  readonly table?: FigureTable;
}

/** Items that all draws together may read: it bounds the time of one figure to seconds. */
const mostItems = 2_000_000;
const mostDraws = 2000;
const mostResampled = 5000;
const mostJackknifed = 1000;
const fewest = 20;
const groups = 20;

/**
 * A figure over cases with its interval. Cases are drawn whole, with all their repeats. Up to 5,000 cases the bootstrap:
 * BCa between 20 and 1,000 cases, else percentile. Above, a grouped jackknife (20 groups, Student's t with 19 degrees of
 * freedom). Draws in which the figure is undefined are left out and counted in the note.
 */
export function figureEstimate(
  cases: readonly CaseItems[],
  formula: Formula,
  seed = 1,
): FigureEstimate | UndefinedFigure {
  if (cases.length === 0) return { value: null, reason: 'no case was scored' };
  const whole = formula(cases.flat());
  const table = whole.table && { table: whole.table };
  if (whole.value === null) return { value: null, reason: whole.reason, ...table };
  const { value, note = null } = whole;
  const spread = (cases.length > mostResampled ? jackknifed : resampled)(cases, value, formula, seed);
  const notes = [note, spread.note].filter((one) => one !== null).join('; ');
  return { ...spread, value, n: cases.length, note: notes || null, ...table };
}

type Spread = Pick<FigureEstimate, 'constant' | 'interval' | 'note'>;

function resampled(cases: readonly CaseItems[], value: number, formula: Formula, seed: number): Spread {
  const n = cases.length;
  const next = drawsFrom(seed, n);
  const draws = Math.min(mostDraws, Math.floor(mostItems / n));
  const estimates = Float64Array.from(
    Array.from({ length: draws }, () => {
      const drawn = Array.from(next(), (at) => cases[at] ?? []);
      return formula(drawn.flat()).value;
    }).filter((one) => one !== null),
  ).sort();
  const bca = n >= fewest && n <= mostJackknifed;
  const influences = bca ? influencesOf(cases, formula) : [];
  const undefinedDraws = draws - estimates.length;
  const notes = [
    bca ? null : `percentile bootstrap, ${draws} draws`,
    undefinedDraws === 0 ? null : `undefined in ${undefinedDraws} of ${draws} draws`,
  ].filter((one) => one !== null);
  const interval = (confidence: number) => {
    const alpha = (1 - confidence) / 2;
    const [a, b] = bca ? bcaLevels(influences, value, estimates, alpha) : [alpha, 1 - alpha];
    return { low: Math.min(value, quantile(estimates, a)), high: Math.max(value, quantile(estimates, b)) };
  };
  const constant = estimates.length === 0 || estimates[0] === estimates.at(-1);
  return { constant, interval, note: notes.join('; ') || null };
}

/** The mean of the leave-one-out estimates less each of them. */
function influencesOf(cases: readonly CaseItems[], formula: Formula): number[] {
  const estimates = cases
    .map((_, left) => formula(cases.flatMap((one, index) => (index === left ? [] : one))).value)
    .filter((one) => one !== null);
  const mean = estimates.reduce((sum, one) => sum + one, 0) / estimates.length;
  return estimates.map((one) => mean - one);
}

function jackknifed(cases: readonly CaseItems[], value: number, formula: Formula, seed: number): Spread {
  const random = randomFrom(seed);
  const group = cases.map(() => Math.floor(random() * groups));
  const estimates = Array.from({ length: groups }, (_, left) =>
    formula(cases.flatMap((one, index) => (group[index] === left ? [] : one))),
  ).flatMap(({ value: one }) => (one === null ? [] : [one]));
  const g = estimates.length;
  const mean = estimates.reduce((sum, one) => sum + one, 0) / g;
  const squares = estimates.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const error = Math.sqrt(((g - 1) / g) * squares);
  const interval = (confidence: number) => {
    const reach = studentQuantile((1 + confidence) / 2, g - 1) * error;
    return { low: value - reach, high: value + reach };
  };
  return { constant: g < groups || error === 0, interval, note: `jackknife over ${groups} groups of cases` };
}

/** Student's t quantile by the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5); within 1e-4 from 10 degrees. */
export function studentQuantile(p: number, degrees: number): number {
  const z = normalQuantile(p);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}
