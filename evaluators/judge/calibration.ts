import { cohenKappa } from '../stats/agreement';
import { figureEstimate } from '../stats/figure';
import { type Interval, wilson, wilsonOneSided } from '../stats/proportion';

/** One case that people labelled. `verdict` is the judge's label; null when it gave none that could be read. */
export interface JudgedCase {
  readonly human: string;
  readonly verdict: string | null;
}
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly note: string | null;
}
export interface LabelFigures {
  readonly label: string;
  /** how often people gave it */
  readonly cases: number;
  /** how often the judge gave it */
  readonly answered: number;
  readonly precision: Estimate;
  readonly recall: Estimate;
}

/** What a judge is worth against people. A case without a verdict counts as one that the judge got wrong. */
export interface CalibrationFigures {
  readonly n: number;
  readonly withoutVerdict: number;
  readonly accuracy: Estimate;
  readonly kappa: Estimate;
  readonly labels: readonly LabelFigures[];
  /** rows: people; columns: the judge, the last one "no verdict" */
  readonly confusion: readonly (readonly number[])[];
  /** a judge that always gives the most frequent label; its kappa is 0 */
  readonly constant: { readonly label: string; readonly accuracy: number } | null;
  /** whether the judge is better than that: its accuracy's one-sided 95 % Wilson bound lies above the constant's */
  readonly beatsConstant: 'yes' | 'not_shown' | 'no' | null;
}

const nothing = (note: string): Estimate => ({ value: null, low: null, high: null, note });
const shareOf = (hits: number, n: number, none: string): Estimate =>
  n === 0 ? nothing(none) : { value: hits / n, ...wilson({ hits, n }), note: null };

/**
 * Accuracy with Wilson's interval, Cohen's kappa with a seeded bootstrap over cases (BCa from 20 cases), precision and
 * recall of each label. @param labels every label that may occur, in their order; others are a RangeError
 */
export function calibrationFigures(
  cases: readonly JudgedCase[],
  labels: readonly string[],
  seed = 1,
): CalibrationFigures {
  const width = labels.length + 1;
  const codes = cases.map(({ human, verdict }) => {
    const row = labels.indexOf(human);
    const column = verdict === null ? labels.length : labels.indexOf(verdict);
    if (row < 0 || column < 0) throw new RangeError(`${human} or ${verdict} is none of ${labels.join(', ')}`);
    return row * width + column;
  });
  const cells = cellsOf(codes, width);
  const confusion = cells.slice(0, -1);
  const n = cases.length;
  const hits = labels.reduce((total, _, index) => total + (cells[index]?.[index] ?? 0), 0);
  const actual = confusion.map((row) => row.reduce((total, one) => total + one, 0));
  const most = Math.max(...actual, 0);
  const constant = n === 0 ? null : { label: labels[actual.indexOf(most)] ?? '', accuracy: most / n };
  return {
    n,
    withoutVerdict: cases.filter(({ verdict }) => verdict === null).length,
    accuracy: shareOf(hits, n, 'there is no labelled case'),
    kappa: kappaEstimate(codes, width, seed),
    labels: labels.map((label, at) => {
      const answered = confusion.reduce((total, row) => total + (row[at] ?? 0), 0);
      const [right, count] = [cells[at]?.[at] ?? 0, actual[at] ?? 0];
      return {
        label,
        cases: count,
        answered,
        precision: shareOf(right, answered, 'the judge never gave this label'),
        recall: shareOf(right, count, 'people never gave this label'),
      };
    }),
    confusion,
    constant,
    beatsConstant: constant && beats(hits, n, constant.accuracy),
  };
}

function beats(hits: number, n: number, constant: number): 'yes' | 'not_shown' | 'no' {
  if (hits / n <= constant) return 'no';
  return wilsonOneSided({ hits, n }).low > constant ? 'yes' : 'not_shown';
}

function cellsOf(codes: Iterable<number>, width: number): number[][] {
  const counts = Array.from({ length: width * width }, () => 0);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return Array.from({ length: width }, (_, row) => counts.slice(row * width, (row + 1) * width));
}

function kappaEstimate(codes: readonly number[], width: number, seed: number): Estimate {
  const whole = cohenKappa(cellsOf(codes, width));
  if (whole.value === null) return nothing(whole.reason ?? 'undefined');
  const found = figureEstimate(
    codes.map((code) => [[code]]),
    (items) => {
      const drawn = function* () {
        for (const [code] of items) yield Number(code);
      };
      const { value, reason } = cohenKappa(cellsOf(drawn(), width));
      return value === null ? { value, reason: reason ?? '' } : { value };
    },
    seed,
  );
  if (found.value === null) return nothing(found.reason);
  if (!found.constant) return { value: found.value, ...found.interval(0.95), note: found.note };
  return { value: found.value, ...fromAccuracy(whole, codes.length), note: withoutSpread };
}

const withoutSpread =
  'no draw changes it, so the interval is that of the accuracy (Wilson) at the observed chance agreement';

/** Kappa at the ends of Wilson's interval of the observed agreement, chance agreement held fixed. */
function fromAccuracy(whole: { observed: number | null; expected: number | null }, n: number): Interval {
  const { observed, expected } = { observed: whole.observed ?? 0, expected: whole.expected ?? 0 };
  const { low, high } = wilson({ hits: Math.min(n, observed * n), n });
  return { low: (low - expected) / (1 - expected), high: (high - expected) / (1 - expected) };
}
