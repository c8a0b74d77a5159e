import type { Evaluator } from './contract';
import type { PairedEstimate } from './stats/paired';
import type { Judgement } from './stats/verdict';

export type Change = 'better' | 'worse' | 'not_enough_evidence';
type Direction = Evaluator['direction'];

/** The level at which an adjusted p counts. */
export const level = 0.05;
/** Fewer pairs than this decide nothing about a mean. */
const fewPairs = 20;

/** Whether the candidate is better or worse, or whether the evidence does not say; p is adjusted over all measures. */
export function changeOf(
  { difference }: PairedEstimate,
  adjustedP: number | null,
  direction: Direction,
): Change {
  if (adjustedP === null || adjustedP >= level || difference === 0 || direction === 'target')
    return 'not_enough_evidence';
  return difference > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/**
 * Three-valued regression gate with a margin in the measure's unit: passes when the one-sided 95 % bound of the
 * candidate's loss is at most the margin, fails when the whole of the interval is beyond it.
 */
export function judgeRegression(estimate: PairedEstimate, margin: number, direction: Direction): Judgement {
  const { bounds, n, difference, test } = estimate;
  if (!bounds || direction === 'target') return open('there is no bound on the loss', null);
  if (test === 'wilcoxon' && n < fewPairs)
    return open(`${n} pairs are too few to bound the loss; ${fewPairs} are needed`, fewPairs - n);
  const sign = direction === 'higher' ? 1 : -1;
  const [low, high] = sign > 0 ? [bounds.low, bounds.high] : [-bounds.high, -bounds.low];
  const value = sign * difference;
  const shown = `change ${show(value)} with one-sided 95 % bounds ${show(low)} and ${show(high)}`;
  if (low >= -margin) return { verdict: 'pass', reason: shown, moreCases: null };
  if (high < -margin)
    return {
      verdict: 'fail',
      reason: `${shown}: a loss beyond the margin of ${show(margin)}`,
      moreCases: null,
    };
  const room = value + margin;
  const more = room <= 0 ? null : Math.max(1, Math.ceil(n * ((value - low) / room) ** 2 - n));
  const settle =
    more === null ? 'more cases do not settle it at this value' : `about ${more} more cases settle it`;
  return open(`${shown} do not decide a margin of ${show(margin)}; ${settle}`, more);
}

const open = (reason: string, moreCases: number | null): Judgement => ({
  verdict: 'not_enough_evidence',
  reason,
  moreCases,
});

const show = (value: number): string => String(Number(value.toPrecision(4)));
