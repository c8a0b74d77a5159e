import { problem } from '../input/problem';
import { rate, wilson } from '../stats/proportion';
import { holm } from '../stats/tests';
import { denominators, type Group, groupOf, proportionOf, rateNames, type RateName } from './confusion';
import {
  disparateImpact,
  type Metric,
  type MetricName,
  metricNames,
  metricsOf,
  noMetrics,
  parityDifference,
} from './metrics';
import { positiveValue } from './positive';
import type { BiasAttribute, BiasGroup, BiasReport, Statistic, TestedStatistic } from './report';
import { crossing, type AttributeCells, type Tallied } from './tally';
import { judgeMetrics, type MetricThresholds } from './thresholds';

export interface StudyOptions {
  /** the prediction that counts as selected; found by itself for 0/1, true/false, yes/no */
  readonly positive?: string;
  /** reference group values, each looked up in every attribute; default: the largest group */
  readonly references?: readonly string[];
  /** groups with fewer rows are listed but left out of the metrics; 0 switches the rule off */
  readonly smallestGroup?: number;
  readonly confidence?: number;
  /** without any, the four-fifths rule (demographicParityRatio >= 0.8) is judged for information */
  readonly thresholds?: MetricThresholds;
}

interface Draft {
  readonly name: string;
  readonly groups: readonly Group[];
  readonly kept: readonly Group[];
  readonly reference: Group;
  readonly metrics: Record<MetricName, Metric>;
  readonly comparisons: ReadonlyMap<string, { readonly difference: Metric; readonly ratio: Metric }>;
}

/** Group fairness of counted predictions. Throws InputProblem when the positive value or a reference cannot be told. */
export function studyOf(tallied: Tallied, options: StudyOptions = {}): BiasReport {
  const { smallestGroup = 30, confidence = 0.95, references = [], thresholds = {} } = options;
  const positive = positiveValue(tallied, options.positive);
  const attributes = tallied.attributes.map((one) => draftOf(one, { positive, smallestGroup, references }));
  const crossed = [attributes.map(({ reference }) => reference.value).join(crossing)];
  const intersections = tallied.intersections.map((one) =>
    draftOf(one, { positive, smallestGroup, references: crossed }),
  );
  for (const reference of references)
    if (!attributes.some(({ groups }) => groups.some(({ value }) => value === reference)))
      throw problem(`no group is called "${reference}"`);
  const adjusted = adjustedPs([...attributes, ...intersections]);
  const finished = (draft: Draft) => attributeOf(draft, { smallestGroup, confidence, thresholds, adjusted });
  return {
    rows: tallied.rows,
    confidence,
    positive,
    smallestGroup,
    attributes: attributes.map(finished),
    intersections: intersections.map(finished),
  };
}

interface DraftOptions {
  readonly positive: string;
  readonly smallestGroup: number;
  readonly references: readonly string[];
}

function draftOf(
  { name, groups: cells }: AttributeCells,
  { positive, smallestGroup, references }: DraftOptions,
): Draft {
  const groups = cells.map((one) => groupOf(one, positive));
  const kept = groups.filter(({ n }) => n >= smallestGroup);
  const [largest] = groups.toSorted((a, b) => b.n - a.n);
  const reference = groups.find(({ value }) => references.includes(value)) ?? largest;
  if (!reference) throw problem(`"${name}" has no groups`);
  const base = kept.find(({ value }) => value === reference.value) ?? null;
  const metrics =
    kept.length < 2
      ? noMetrics(`fewer than two groups have at least ${smallestGroup} rows`)
      : metricsOf(kept, base);
  const others = base ? kept.filter(({ value }) => value !== base.value) : [];
  const comparisons = new Map(
    others.map((group) => [
      group.value,
      {
        difference: parityDifference(group, reference, group.value),
        ratio: disparateImpact(group, reference, group.value),
      },
    ]),
  );
  return { name, groups, kept, reference, metrics, comparisons };
}

/** Holm over the distinct hypotheses of all attributes, and separately over all comparisons with a reference. */
function adjustedPs(
  drafts: readonly Draft[],
): (draft: Draft, metric: Metric, family: Family) => number | null {
  const families: Record<Family, Map<string, number>> = { metric: new Map(), comparison: new Map() };
  const keyOf = ({ name }: Draft, { hypothesis }: Metric) => `${name}\u0000${hypothesis}`;
  for (const draft of drafts) {
    for (const metric of Object.values(draft.metrics))
      if (metric.pValue !== null) families.metric.set(keyOf(draft, metric), metric.pValue);
    for (const { difference } of draft.comparisons.values())
      if (difference.pValue !== null) families.comparison.set(keyOf(draft, difference), difference.pValue);
  }
  for (const family of Object.values(families)) {
    const adjusted = holm([...family.values()]);
    for (const [index, key] of [...family.keys()].entries()) family.set(key, adjusted[index] ?? 1);
  }
  return (draft, metric, family) =>
    metric.pValue === null ? null : (families[family].get(keyOf(draft, metric)) ?? null);
}
type Family = 'metric' | 'comparison';

interface FinishOptions {
  readonly smallestGroup: number;
  readonly confidence: number;
  readonly thresholds: MetricThresholds;
  readonly adjusted: ReturnType<typeof adjustedPs>;
}

function attributeOf(
  draft: Draft,
  { smallestGroup, confidence, thresholds, adjusted }: FinishOptions,
): BiasAttribute {
  const tested = (metric: Metric, family: Family): TestedStatistic => {
    const estimate = metric.note === null ? metric.estimate(confidence, true) : null;
    const none = { value: null, low: null, high: null, note: metric.note ?? 'undefined' };
    if (!estimate) return { ...none, pValue: metric.pValue, adjustedP: adjusted(draft, metric, family) };
    return { ...estimate, pValue: metric.pValue, adjustedP: adjusted(draft, metric, family) };
  };
  const small = draft.groups.filter(({ n }) => n < smallestGroup);
  const judged = judgeMetrics(draft, thresholds, confidence, smallestGroup);
  return {
    name: draft.name,
    reference: draft.reference.value,
    groups: draft.groups.map((group): BiasGroup => {
      const comparison = draft.comparisons.get(group.value);
      return {
        value: group.value,
        n: group.n,
        ...ratesOf(group, confidence),
        tooSmall: group.n < smallestGroup,
        againstReference: comparison
          ? {
              selectionRateDifference: tested(comparison.difference, 'comparison'),
              selectionRateRatio: tested(comparison.ratio, 'comparison'),
            }
          : null,
      };
    }),
    metrics: mapMetrics((name) => tested(draft.metrics[name], 'metric')),
    verdict: judged.verdict,
    reasons: [
      ...judged.reasons,
      ...small.map(
        ({ value, n }) => `group "${value}" has ${n} rows and needs ${smallestGroup - n} more to be compared`,
      ),
    ],
  };
}

function mapMetrics<T>(of: (name: MetricName) => T): Record<MetricName, T> {
  const pairs = metricNames.map((name): [MetricName, T] => [name, of(name)]);
  return Object.fromEntries(pairs) as Record<MetricName, T>;
}

function ratesOf(group: Group, confidence: number): Record<RateName, Statistic> {
  const pairs = rateNames.map((name): [RateName, Statistic] => {
    const proportion = proportionOf(group, name);
    const none = { value: null, low: null, high: null };
    if (!proportion) return [name, { ...none, note: 'needs a label column' }];
    const { n } = proportion;
    if (n === 0) return [name, { ...none, n, note: `the group has no ${denominators[name]}` }];
    return [name, { value: rate(proportion), ...wilson(proportion, confidence), n }];
  });
  return Object.fromEntries(pairs) as Record<RateName, Statistic>;
}
