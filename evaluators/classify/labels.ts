import { cohenKappa } from '../stats/agreement';
import { z } from 'zod';
import {
  type Evaluator,
  evaluator,
  type Figure,
  inconclusive,
  type Item,
  type Outcome,
  type Sample,
  unitRange,
} from '../contract';
import { labelAt, place } from '../places';
import {
  type Confusion,
  confusionOf,
  confusionTable,
  f1Of,
  labelCounts,
  type LabelCounts,
  precisionOf,
  recallOf,
  reportTable,
} from './counts';

export const labelParams = {
  truth: place('expected', 'the true label'),
  answer: place('output', 'the answered label'),
  ignoreCase: z.boolean().default(false).describe('labels in lower case'),
};
type LabelPlaces = z.output<z.ZodObject<typeof labelParams>>;

/** The pair [truth, answer] of a case, or why it has none. An answer without a label counts as the label (none). */
export function labelPair(sample: Sample, { truth, answer, ignoreCase }: LabelPlaces): Item | Outcome {
  const wanted = labelAt(sample, truth, ignoreCase);
  if (wanted === null) return inconclusive(`the case has no label at ${truth}`);
  return [wanted, labelAt(sample, answer, ignoreCase) ?? '(none)'];
}
export const isItem = (one: Item | Outcome): one is Item => Array.isArray(one);

function scored(sample: Sample, places: LabelPlaces): Outcome {
  const item = labelPair(sample, places);
  if (!isItem(item)) return item;
  const [truth, answer] = item;
  const pass = truth === answer;
  const detail = pass ? undefined : `${answer} for ${truth}`;
  return { state: 'scored', value: pass ? 1 : 0, pass, ...(detail && { detail }), item };
}

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: true, judge: false },
} as const;

export const accuracy = evaluator({
  ...facts,
  id: 'classify.accuracy',
  docs: {
    summary: 'Share of cases whose answered label is the true one.',
    formula: 'hits / n, Wilson interval',
    source: 'scikit-learn accuracy_score',
    example: { truth: 'expected', answer: 'output.label' },
  },
  params: z.strictObject(labelParams),
  kind: () => 'rate',
  score: scored,
});

const averaged = z.strictObject({
  ...labelParams,
  average: z
    .enum(['macro', 'weighted', 'micro', 'label'])
    .default('macro')
    .describe(
      'macro: plain mean over labels; weighted: by their cases; micro: all cases together; label: one only',
    ),
  label: z.string().min(1).max(200).optional().describe('with average: label, the positive label'),
  labels: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(500)
    .optional()
    .describe('the labels that count; left out, all that occur as truth or answer'),
});
type Averaged = z.output<typeof averaged>;
type OfLabel = (counts: LabelCounts) => number | null;

const undefinedNote = (number: number) =>
  number === 0 ? {} : { note: `undefined for ${number} labels, which count as 0` };

function averageOf(items: readonly Item[], { average, label, labels }: Averaged, of: OfLabel): Figure {
  const all = labelCounts(confusionOf(items));
  const table = reportTable(all);
  if (average === 'label') {
    const only = all.find((one) => one.label === label) ?? {
      ...{ label: label ?? '', hits: 0, answered: 0, actual: 0 },
    };
    const value = of(only);
    return value === null
      ? { value, reason: `no case has, or was answered, ${only.label || 'the positive label'}`, table }
      : { value, table };
  }
  const counted = labels ? all.filter((one) => labels.includes(one.label)) : all;
  const sum = (field: 'hits' | 'answered' | 'actual') =>
    counted.reduce((total, one) => total + one[field], 0);
  if (average === 'micro') {
    const value = of({ label: '', hits: sum('hits'), answered: sum('answered'), actual: sum('actual') });
    return value === null ? { value, reason: 'none of the labels occurs', table } : { value, table };
  }
  const weights = counted.map(({ actual }) => (average === 'weighted' ? actual : 1));
  const weight = weights.reduce((total, one) => total + one, 0);
  if (weight === 0) return { value: null, reason: 'none of the labels occurs', table };
  const values = counted.map(of);
  const missing = values.filter((one) => one === null).length;
  const value = values.reduce<number>((total, one, index) => total + (one ?? 0) * (weights[index] ?? 0), 0);
  return { value: value / weight, table, ...undefinedNote(missing) };
}

const averageEvaluator = (
  id: `classify.${string}`,
  name: string,
  formula: string,
  peer: string,
  of: OfLabel,
) =>
  evaluator({
    ...facts,
    id,
    docs: {
      summary: `${name} over all cases, averaged over labels, with a table of every label.`,
      formula: `${formula}; an average counts a label without it as 0 and says so, a single label is null then`,
      source: `scikit-learn ${peer}`,
      example: { average: 'macro' },
    },
    params: averaged.refine(
      ({ average, label }) => average !== 'label' || label !== undefined,
      'average: label needs a label',
    ),
    kind: () => 'figure',
    score: scored,
    figure: (items, params) => averageOf(items, params, of),
  });

export const precision = averageEvaluator(
  ...(['classify.precision', 'Precision', 'TP / (TP + FP)', 'precision_score', precisionOf] as const),
);
export const recall = averageEvaluator(
  ...(['classify.recall', 'Recall', 'TP / (TP + FN)', 'recall_score', recallOf] as const),
);
export const f1 = averageEvaluator(
  ...(['classify.f1', 'F1', '2 TP / (2 TP + FP + FN)', 'f1_score', f1Of] as const),
);

interface Agreement {
  readonly id: `classify.${string}`;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly range?: { readonly low: number; readonly high: number };
  readonly of: (confusion: Confusion) => number | null;
  readonly reason: string;
}

const agreement = ({ id, summary, formula, source, range = unitRange, of, reason }: Agreement): Evaluator =>
  evaluator({
    ...facts,
    id,
    range,
    unit: 'score',
    docs: { summary, formula, source },
    params: z.strictObject(labelParams),
    kind: () => 'figure',
    score: scored,
    figure: (items) => {
      const confusion = confusionOf(items);
      const value = of(confusion);
      const table = confusionTable(confusion);
      return value === null ? { value, reason, table } : { value, table };
    },
  });

/** Mean recall of the labels that are true of at least one case. */
export function balancedAccuracyOf(confusion: Confusion): number | null {
  const recalls = labelCounts(confusion).flatMap((one) => recallOf(one) ?? []);
  return recalls.length === 0 ? null : recalls.reduce((sum, one) => sum + one, 0) / recalls.length;
}

/** (c s - Σ p t) / sqrt((s² - Σ p²)(s² - Σ t²)) with c hits, s cases, p answered and t true per label; null when 0/0. */
export function mccOf(confusion: Confusion): number | null {
  const counts = labelCounts(confusion);
  const total = (of: (one: LabelCounts) => number) => counts.reduce((sum, one) => sum + of(one), 0);
  const s2 = confusion.n ** 2;
  const spread = (s2 - total(({ answered }) => answered ** 2)) * (s2 - total(({ actual }) => actual ** 2));
  if (spread === 0) return null;
  const hits = total((one) => one.hits);
  return (hits * confusion.n - total(({ answered, actual }) => answered * actual)) / Math.sqrt(spread);
}

/** (Po - Pe) / (1 - Pe); null when Pe = 1. */
export const kappaOf = ({ cells }: Confusion): number | null => cohenKappa(cells).value;

export const confusionMatrix = agreement({
  id: 'classify.confusion',
  summary: 'The confusion matrix; its figure is accuracy.',
  formula: 'sum of the diagonal / n; rows truth, columns answer, at most 50 labels shown',
  source: 'scikit-learn confusion_matrix',
  of: ({ cells, n }) => cells.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) / n,
  reason: 'there is no case',
});
export const balancedAccuracy = agreement({
  id: 'classify.balanced-accuracy',
  summary: 'Accuracy that counts every true label alike, however rare it is.',
  formula: 'mean recall over labels with a case',
  source: 'scikit-learn balanced_accuracy_score',
  of: balancedAccuracyOf,
  reason: 'there is no case',
});
export const mcc = agreement({
  id: 'classify.mcc',
  summary: 'Matthews correlation of answer and truth: 1 perfect, 0 as by chance.',
  formula: '(c s - Σ p t) / sqrt((s² - Σ p²)(s² - Σ t²)); null when one side has one label only',
  source: 'scikit-learn matthews_corrcoef (Gorodkin 2004), which gives 0 where we say undefined',
  range: { low: -1, high: 1 },
  of: mccOf,
  reason: 'the truth or the answers have one label only',
});
export const kappa = agreement({
  id: 'classify.kappa',
  summary: "Cohen's kappa of answer and truth: agreement beyond chance.",
  formula: '(Po - Pe) / (1 - Pe); null when Pe = 1',
  source: 'Cohen 1960; scikit-learn cohen_kappa_score',
  range: { low: -1, high: 1 },
  of: kappaOf,
  reason: 'all truth and all answers are one label, so chance alone agrees',
});
