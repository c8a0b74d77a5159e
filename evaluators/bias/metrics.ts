import { normalPValue } from '../stats/normal';
import { type Interval, newcombe, type Proportion, rate, ratioInterval } from '../stats/proportion';
import { sameRatePValue } from '../stats/tests';
import { denominators, type Group, pooled, proportionOf, type RateName } from './confusion';
import { type Estimate, largestDifference, smallestRatio } from './extremes';
import { generalizedEntropyIndex, theilIndex } from './inequality';

export const metricNames = [
  'demographicParityDifference',
  'demographicParityRatio',
  'disparateImpact',
  'equalOpportunityDifference',
  'equalOpportunityRatio',
  'equalizedOddsDifference',
  'equalizedOddsRatio',
  'averageOddsDifference',
  'predictiveParityDifference',
  'theilIndex',
  'generalizedEntropyIndex',
] as const;
export type MetricName = (typeof metricNames)[number];

/** A metric of one attribute. `estimate` gives value and interval, at any confidence; see extremes.ts for `corrected`. */
export interface Metric {
  readonly estimate: (confidence: number, corrected: boolean) => Estimate | null;
  /** why the value is undefined */
  readonly note: string | null;
  readonly pValue: number | null;
  /** metrics with the same hypothesis share one test, which counts once in Holm's correction */
  readonly hypothesis: string | null;
  readonly scale: 'difference' | 'ratio' | 'index';
}

const undefinedMetric = (note: string, scale: Metric['scale']): Metric => ({
  estimate: () => null,
  note,
  pValue: null,
  hypothesis: null,
  scale,
});

type Rates = { readonly all: readonly Proportion[] } | { readonly note: string };

function ratesOf(groups: readonly Group[], name: RateName): Rates {
  const all = groups.map((group) => proportionOf(group, name));
  if (all.some((one) => one === null)) return { note: 'needs a label column' };
  const empty = groups.find((_, index) => all[index]?.n === 0);
  if (empty)
    return { note: `${name} is undefined in group "${empty.value}": it has no ${denominators[name]}` };
  return { all: all.filter((one) => one !== null) };
}

/** Fairlearn's difference and ratio between all groups of one rate, or of the worse of two. */
function between(
  groups: readonly Group[],
  names: readonly RateName[],
  scale: 'difference' | 'ratio',
  hypothesis: string,
): Metric {
  const rates = names.map((name) => ratesOf(groups, name));
  const broken = rates.find((one) => 'note' in one);
  if (broken) return undefinedMetric(broken.note, scale);
  const lists = rates.flatMap((one) => ('all' in one ? [one.all] : []));
  const zero = scale === 'ratio' && lists.some((list) => list.every(({ hits }) => hits === 0));
  const of = scale === 'ratio' ? smallestRatio : largestDifference;
  const pValues = lists.flatMap((list) => sameRatePValue(list) ?? []);
  return {
    estimate: (confidence, corrected) => {
      const level = corrected ? 1 - (1 - confidence) / lists.length : confidence;
      const estimates = lists.map((list) => of(list, level, corrected));
      return estimates.every((one) => one !== null) ? worstOf(estimates, scale) : null;
    },
    note: zero ? 'every group has a rate of 0: 0/0 is undefined' : null,
    pValue: pValues.length < lists.length ? null : Math.min(1, Math.min(...pValues) * lists.length),
    hypothesis,
    scale,
  };
}

function worstOf(estimates: readonly Estimate[], scale: 'difference' | 'ratio'): Estimate {
  const worst = scale === 'ratio' ? Math.min : Math.max;
  const part = (key: keyof Estimate) => worst(...estimates.map((one) => one[key]));
  return { value: part('value'), low: part('low'), high: part('high') };
}

/** AIF360's disparate impact: P(selected | other groups) / P(selected | reference), with Katz's log interval. */
export function disparateImpact(others: Group, reference: Group, hypothesis: string): Metric {
  const [u, p] = [others, reference].map(({ selected, n }) => ({ hits: selected, n }));
  if (!u || !p || p.hits === 0)
    return undefinedMetric(`nobody is selected in the reference group "${reference.value}"`, 'ratio');
  return {
    estimate: (confidence) => {
      const interval = ratioInterval(u, p, confidence);
      return interval && { value: rate(u) / rate(p), ...interval };
    },
    note: null,
    pValue: sameRatePValue([u, p]),
    hypothesis,
    scale: 'ratio',
  };
}

/** AIF360's statistical parity difference of one group against the reference. */
export function parityDifference(group: Group, reference: Group, hypothesis: string): Metric {
  const [u, p] = [
    { hits: group.selected, n: group.n },
    { hits: reference.selected, n: reference.n },
  ];
  return {
    estimate: (confidence) => ({ value: rate(u) - rate(p), ...newcombe(u, p, confidence) }),
    note: null,
    pValue: sameRatePValue([u, p]),
    hypothesis,
    scale: 'difference',
  };
}

/**
 * AIF360's average odds difference, others minus reference: ½[(FPR_u - FPR_p) + (TPR_u - TPR_p)], in [-1, 1]. The
 * interval combines Newcombe's of the two independent parts (MOVER); p is Wald's.
 */
function averageOdds(others: Group, reference: Group): Metric {
  const fpr = ratesOf([others, reference], 'falsePositiveRate');
  const tpr = ratesOf([others, reference], 'truePositiveRate');
  if ('note' in fpr) return undefinedMetric(fpr.note, 'difference');
  if ('note' in tpr) return undefinedMetric(tpr.note, 'difference');
  const pairs = [fpr.all, tpr.all].flatMap(([u, p]) => (u && p ? [[u, p] as const] : []));
  const gaps = pairs.map(([u, p]) => rate(u) - rate(p));
  const value = gaps.reduce((sum, gap) => sum + gap, 0) / 2;
  const variance = pairs.flat().reduce((sum, one) => sum + (rate(one) * (1 - rate(one))) / one.n, 0) / 4;
  return {
    estimate: (confidence) => {
      const parts = pairs.map(([u, p]): Interval => newcombe(u, p, confidence));
      const reach = (side: keyof Interval) =>
        Math.hypot(...parts.map((part, i) => (gaps[i] ?? 0) - part[side])) / 2;
      return { value, low: value - reach('low'), high: value + reach('high') };
    },
    note: null,
    pValue: variance > 0 ? normalPValue(value / Math.sqrt(variance)) : value === 0 ? 1 : null,
    hypothesis: 'average odds',
    scale: 'difference',
  };
}

function inequality(groups: readonly Group[], index: typeof theilIndex): Metric {
  const { confusion } = pooled('all', groups);
  if (!confusion) return undefinedMetric('needs a label column', 'index');
  const defined = index(confusion, 0.95) !== null;
  return {
    estimate: (confidence) => index(confusion, confidence),
    note: defined ? null : 'every benefit is 0: the index is undefined',
    pValue: null,
    hypothesis: null,
    scale: 'index',
  };
}

/** All metrics of one attribute. `groups` are at least two, large enough and not empty; the reference may be missing. */
export function metricsOf(groups: readonly Group[], reference: Group | null): Record<MetricName, Metric> {
  const others = pooled(
    'other groups',
    groups.filter(({ value }) => value !== reference?.value),
  );
  const noReference = 'the reference group has too few rows';
  const odds: RateName[] = ['truePositiveRate', 'falsePositiveRate'];
  return {
    demographicParityDifference: between(groups, ['selectionRate'], 'difference', 'selection'),
    demographicParityRatio: between(groups, ['selectionRate'], 'ratio', 'selection'),
    disparateImpact: reference
      ? disparateImpact(
          others,
          reference,
          groups.length === 2 ? 'selection' : 'selection against the reference',
        )
      : undefinedMetric(noReference, 'ratio'),
    equalOpportunityDifference: between(groups, ['truePositiveRate'], 'difference', 'opportunity'),
    equalOpportunityRatio: between(groups, ['truePositiveRate'], 'ratio', 'opportunity'),
    equalizedOddsDifference: between(groups, odds, 'difference', 'odds'),
    equalizedOddsRatio: between(groups, odds, 'ratio', 'odds'),
    averageOddsDifference: reference
      ? averageOdds(others, reference)
      : undefinedMetric(noReference, 'difference'),
    predictiveParityDifference: between(groups, ['precision'], 'difference', 'precision'),
    theilIndex: inequality(groups, theilIndex),
    generalizedEntropyIndex: inequality(groups, generalizedEntropyIndex),
  };
}

/** Every metric undefined for one reason. */
export function noMetrics(note: string): Record<MetricName, Metric> {
  const [difference, ratio, index] = [
    undefinedMetric(note, 'difference'),
    undefinedMetric(note, 'ratio'),
    undefinedMetric(note, 'index'),
  ];
  return {
    demographicParityDifference: difference,
    demographicParityRatio: ratio,
    disparateImpact: ratio,
    equalOpportunityDifference: difference,
    equalOpportunityRatio: ratio,
    equalizedOddsDifference: difference,
    equalizedOddsRatio: ratio,
    averageOddsDifference: difference,
    predictiveParityDifference: difference,
    theilIndex: index,
    generalizedEntropyIndex: index,
  };
}
