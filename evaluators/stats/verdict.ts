import { meanEstimate, type MeanEstimate } from './bootstrap';
import type { FigureEstimate } from './figure';
import { zOneSided } from './normal';
import { type Interval, type Proportion, rate, wilsonOneSided, zeroFailureBound } from './proportion';

export type Verdict = 'pass' | 'fail' | 'not_enough_evidence';

/** The claim "at least `min`" or "at most `max`", or both. */
export interface Threshold {
  readonly min?: number;
  readonly max?: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** one sentence: the bound that decided, or what would settle it */
  readonly reason: string;
  /** further cases that would settle it if the estimate stays where it is; null when decided or when none would */
  readonly moreCases: number | null;
}

/**
 * Three-valued gate on a rate: passes when the one-sided Wilson bound is on the right side of the threshold, fails when
 * the whole interval is on the wrong side, otherwise answers not_enough_evidence and says how many cases are missing.
 */
export function judgeRate(proportion: Proportion, threshold: Threshold, confidence = 0.95): Judgement {
  if (proportion.n === 0) return nothing;
  const needed = (limit: number) => {
    const gap = rate(proportion) - limit;
    return gap === 0 || limit === 0 || limit === 1
      ? null
      : (zOneSided(confidence) ** 2 * limit * (1 - limit)) / gap ** 2;
  };
  const judged = judgeBounds({
    value: rate(proportion),
    bounds: wilsonOneSided(proportion, confidence),
    threshold,
    confidence,
    cases: { n: proportion.n, needed },
  });
  if (judged.verdict !== 'not_enough_evidence' || !provesNothing(proportion, threshold)) return judged;
  const bound = percent(zeroFailureBound(proportion.n, confidence));
  const reason = `${judged.reason}; a limit of exactly 0 or 1 can never be shown: no failure in ${proportion.n} only shows a failure rate below ${bound}`;
  return { ...judged, reason };
}

const provesNothing = (proportion: Proportion, { min, max }: Threshold): boolean =>
  (min === 1 && proportion.hits === proportion.n) || (max === 0 && proportion.hits === 0);

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

export interface MeanOptions {
  /** the range every value lies in, when it has one: few or equal values are then judged conservatively */
  readonly range?: Interval | null;
  readonly seed?: number;
  readonly confidence?: number;
}

/** Three-valued gate on a mean: one-sided bootstrap bounds, or Wilson's on the range when values are few or equal. */
export function judgeMean(
  values: readonly number[],
  threshold: Threshold,
  options: MeanOptions = {},
): Judgement {
  const { range = null, seed = 1, confidence = 0.95 } = options;
  const n = values.length;
  if (n === 0) return nothing;
  const estimate = meanEstimate(values, { confidence: 2 * confidence - 1, seed });
  const weak = n < 20;
  if (weak && !range && estimate.method === 'constant')
    return {
      verdict: 'not_enough_evidence',
      reason: `${n} equal values show no spread; 20 are needed`,
      moreCases: 20 - n,
    };
  const bounds =
    range && (weak || estimate.method === 'constant') ? bounded(estimate, range, confidence) : estimate;
  const needed = (limit: number) => {
    const reach = estimate.value > limit ? estimate.value - bounds.low : bounds.high - estimate.value;
    return estimate.value === limit ? null : n * (reach / (estimate.value - limit)) ** 2;
  };
  return judgeBounds({ value: estimate.value, bounds, threshold, confidence, cases: { n, needed } });
}

/** A mean of values in [low, high] varies no more than a rate with that mean, so Wilson's bounds are safe for it. */
function bounded(
  { value, n }: Pick<MeanEstimate, 'value' | 'n'>,
  { low, high }: Interval,
  confidence: number,
): Interval {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  const bounds = wilsonOneSided({ hits: share * n, n }, confidence);
  return { low: low + bounds.low * (high - low), high: low + bounds.high * (high - low) };
}

/**
 * Three-valued gate on a figure over all cases: one-sided bootstrap bounds. With fewer than 20 cases, or when no draw
 * changes the figure, Wilson's bounds on its range stand in, and without a range nothing is decided.
 */
export function judgeFigure(
  { value, n, constant, interval }: FigureEstimate,
  threshold: Threshold,
  { range = null, confidence = 0.95 }: MeanOptions = {},
): Judgement {
  const weak = n < 20 || constant;
  if (weak && !range)
    return {
      verdict: 'not_enough_evidence',
      reason: `${n} cases show no usable spread of this figure; at least 20 different ones are needed`,
      moreCases: n < 20 ? 20 - n : null,
    };
  const bounds = weak && range ? bounded({ value, n }, range, confidence) : interval(2 * confidence - 1);
  const needed = (limit: number) => {
    const reach = value > limit ? value - bounds.low : bounds.high - value;
    return value === limit ? null : n * (reach / (value - limit)) ** 2;
  };
  return judgeBounds({ value, bounds, threshold, confidence, cases: { n, needed } });
}

const nothing: Judgement = { verdict: 'not_enough_evidence', reason: 'no case was judged', moreCases: null };

export interface Bounded {
  readonly value: number;
  /** one-sided bounds, each at `confidence` */
  readonly bounds: Interval;
  readonly threshold: Threshold;
  readonly confidence?: number;
  /** how many cases stand behind it, and how many would settle a limit if the value stays; null = never */
  readonly cases?: { readonly n: number; readonly needed: (limit: number) => number | null };
}

/** The three-valued rule on any estimate with one-sided bounds. */
export function judgeBounds({ value, bounds, threshold, confidence = 0.95, cases }: Bounded): Judgement {
  const sides = sidesOf(threshold, bounds);
  const shown =
    `${show(value)} with one-sided ${Math.round(confidence * 100)} % bounds ` +
    `${show(bounds.low)} and ${show(bounds.high)}`;
  const broken = sides.find(({ breaks }) => breaks);
  if (broken) return { verdict: 'fail', reason: `${shown}: beyond ${broken.name}`, moreCases: null };
  const open = sides.filter(({ holds }) => !holds);
  if (open.length === 0 && sides.length > 0) return { verdict: 'pass', reason: shown, moreCases: null };
  const more = open.map(({ limit }) => cases?.needed(limit) ?? null);
  const total = more.some((needed) => needed === null) ? null : Math.max(...more.map(Number));
  const moreCases =
    total === null || !cases || open.length === 0 ? null : Math.max(1, Math.ceil(total - cases.n));
  const settle =
    moreCases === null
      ? 'more cases do not settle it at this value'
      : `about ${moreCases} more cases settle it`;
  const limits = open.map(({ name }) => name).join(' and ') || 'anything without a limit';
  return {
    verdict: 'not_enough_evidence',
    reason: `${shown} do not decide ${limits}; ${settle}`,
    moreCases,
  };
}

function sidesOf({ min, max }: Threshold, { low, high }: Interval) {
  const atLeast =
    min === undefined ? [] : [{ name: `min ${min}`, limit: min, holds: low >= min, breaks: high < min }];
  const atMost =
    max === undefined ? [] : [{ name: `max ${max}`, limit: max, holds: high <= max, breaks: low > max }];
  return [...atLeast, ...atMost];
}

const show = (value: number): string => String(Number(value.toPrecision(4)));

/** One verdict of many: any fail fails, otherwise anything open stays open; none at all is not enough evidence. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('not_enough_evidence') ? 'not_enough_evidence' : 'pass';
}
