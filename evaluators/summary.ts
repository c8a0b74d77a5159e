import { against, type BaselineAnswer, type MeasureChange, type SummaryBaseline } from './baseline';
import type { CaseResult } from './case-result';
import type { FigureTable, Outcome, PreparedEvaluator } from './contract';
import { judgeReasons, judgesOf, type JudgesSummary } from './judging';
import {
  caseItems,
  caseValue,
  figureMeasure,
  judge,
  judgeFigureMeasure,
  measure,
  type Measure,
} from './measure';
import { sumDecimals } from './stats/decimal';
import { figureEstimate } from './stats/figure';
import { type Judgement, type Threshold, type Verdict, worst } from './stats/verdict';
import { prepareSuite, type Suite, type SuiteMeasure, type SuiteThreshold } from './suite';
import { isOtherModel } from './target';

export type { CaseResult };

export interface SummaryMeasure {
  readonly name: string;
  readonly evaluator: string;
  readonly version: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly threshold: { readonly min?: number; readonly max?: number; readonly maxDrop?: number } | null;
  /** of a threshold with `maxDrop` */
  readonly change?: MeasureChange;
  readonly verdict: Verdict | null;
  readonly note: string | null;
  /** what does not fit into one number, such as a confusion matrix */
  readonly table?: FigureTable;
}

/** The document of `evaluate --json`. */
export interface Summary {
  readonly suite: string;
  readonly datasetDigest: string;
  readonly cases: {
    readonly total: number;
    readonly scored: number;
    readonly inconclusive: number;
    readonly errored: number;
    readonly missing: number;
    readonly duplicate: number;
  };
  readonly measures: readonly SummaryMeasure[];
  /** exact US dollars of all priced answers; null when none has a price */
  readonly cost: string | null;
  /** who answered, the most frequent first; absent when nobody says */
  readonly models?: readonly { readonly name: string; readonly results: number }[];
  /** who judged, and what that cost on top; absent when nobody was asked */
  readonly judges?: JudgesSummary;
  /** what thresholds with `maxDrop` were held against */
  readonly baseline?: SummaryBaseline;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

type CaseState = 'scored' | 'inconclusive' | 'errored' | 'missing' | 'duplicate';

/**
 * The verdict of a suite over its cases. Fails closed: a missing, duplicate, errored or unjudgeable case, an answer to
 * no case, no case at all or no threshold turns a pass into not_enough_evidence; a fail stays a fail. Repeats are
 * averaged within the case first. An answer from another model than `askedModel` is named among the reasons. Thresholds
 * with `maxDrop` are held against `baseline`.
 */
export function summarise(
  suite: Suite,
  datasetDigest: string,
  caseIds: readonly string[],
  results: readonly CaseResult[],
  askedModel: string | null = null,
  baseline: BaselineAnswer | null = null,
): Summary {
  const byCase = groupBy(results, ({ caseId }) => caseId);
  const states = new Map(caseIds.map((id) => [id, stateOf(byCase.get(id) ?? [], suite)]));
  const known = results.filter(({ caseId }) => states.has(caseId));
  const judged = prepareSuite(suite).flatMap((one) => summaryOf(one, suite, caseIds, byCase));
  const compared = against(suite, baseline);
  const measures = judged.map(({ row }) => (isDrop(row) ? { ...row, ...changed(compared, row) } : row));
  const blocking = blocks(caseIds, states, results);
  const decided = worst([
    ...judged.flatMap(({ row, reason }) => (reason === null || row.verdict === null ? [] : [row.verdict])),
    ...(compared.verdict === null ? [] : [compared.verdict]),
  ]);
  const models = modelsOf(known);
  const judges = judgesOf(known);
  const priced = known.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return {
    suite: suite.name,
    datasetDigest,
    cases: { total: caseIds.length, ...countStates(caseIds, states) },
    measures,
    cost: priced.length === 0 ? null : sumDecimals(priced),
    ...(models.length > 0 && { models }),
    ...(judges && { judges }),
    ...(compared.baseline && { baseline: compared.baseline }),
    verdict: decided === 'pass' && blocking.length > 0 ? 'not_enough_evidence' : decided,
    reasons: [
      ...judged.flatMap(({ reason }) => (reason === null ? [] : [reason])),
      ...compared.reasons,
      ...(suite.thresholds.length === 0 ? ['the suite sets no threshold, so nothing was decided'] : []),
      ...blocking,
      ...otherModels(models, askedModel),
      ...judgeReasons(judges),
    ],
  };
}

const isDrop = ({ threshold }: SummaryMeasure): boolean => threshold?.maxDrop !== undefined;

function changed({ rowOf }: ReturnType<typeof against>, { name, note: known }: SummaryMeasure) {
  const { verdict, note, change } = rowOf(name);
  return { verdict, note: known === null ? note : `${known}; ${note}`, ...(change && { change }) };
}

const mostModels = 20;

function modelsOf(results: readonly CaseResult[]) {
  const counts = new Map<string, number>();
  for (const { model } of results) if (model) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, results: count }))
    .sort((a, b) => b.results - a.results || (a.name < b.name ? -1 : 1))
    .slice(0, mostModels);
}

function otherModels(models: ReturnType<typeof modelsOf>, asked: string | null): string[] {
  const others = asked === null ? [] : models.filter(({ name }) => isOtherModel(asked, name));
  const count = others.reduce((sum, { results }) => sum + results, 0);
  const names = others.map(({ name }) => name).join(', ');
  return count === 0 ? [] : [`${count} results came from another model than ${asked}: ${names}`];
}

function stateOf(repeats: readonly CaseResult[], { evaluators, repeats: wanted }: Suite): CaseState {
  const isTwice = ({ repeat }: CaseResult, at: number) =>
    repeats.findIndex((other) => other.repeat === repeat) !== at;
  if (repeats.some(isTwice)) return 'duplicate';
  if (repeats.length < wanted) return 'missing';
  const has = (state: Outcome['state']) =>
    repeats.some(({ outcomes }) =>
      evaluators.some(({ id, as }) => (outcomes[as ?? id]?.state ?? 'errored') === state),
    );
  if (repeats.some(({ error }) => error !== null) || has('errored')) return 'errored';
  return has('inconclusive') ? 'inconclusive' : 'scored';
}

function countStates(caseIds: readonly string[], states: ReadonlyMap<string, CaseState>) {
  const counts = { scored: 0, inconclusive: 0, errored: 0, missing: 0, duplicate: 0 };
  for (const id of caseIds) counts[states.get(id) ?? 'missing']++;
  return counts;
}

function blocks(
  caseIds: readonly string[],
  states: ReadonlyMap<string, CaseState>,
  results: readonly CaseResult[],
): string[] {
  const of = (state: CaseState) => [...states.keys()].filter((id) => states.get(id) === state);
  const strangers = distinct(results.map(({ caseId }) => caseId).filter((id) => !states.has(id)));
  const repeated = states.size === caseIds.length ? [] : distinct(caseIds.filter(isRepeated()));
  const list = (ids: readonly string[], what: string) =>
    ids.length === 0
      ? []
      : [
          `${ids.length} ${ids.length === 1 ? 'case' : 'cases'} ${what}: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`,
        ];
  return [
    ...(caseIds.length === 0 ? ['the dataset has no cases'] : []),
    ...list(of('missing'), 'without a result'),
    ...list(of('errored'), 'with an error'),
    ...list(of('inconclusive'), 'that could not be judged'),
    ...list(of('duplicate'), 'with more than one result for the same repeat'),
    ...list(repeated, 'twice in the dataset'),
    ...list(strangers, 'with a result but not in the dataset'),
  ];
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

/** True for what was given before. */
function isRepeated(): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => seen.size === seen.add(id).size;
}

interface Judged {
  readonly row: SummaryMeasure;
  /** null when the measure has no threshold */
  readonly reason: string | null;
}

/** One row per threshold of the measure, or one without when it is only reported. */
function summaryOf(
  { name, evaluator }: SuiteMeasure,
  suite: Suite,
  caseIds: readonly string[],
  byCase: ReadonlyMap<string, readonly CaseResult[]>,
): Judged[] {
  const byIdOutcomes = caseIds.map((id) =>
    (byCase.get(id) ?? []).map(({ outcomes: all }) => all[name] ?? missing),
  );
  const { measured, judged } = overCases(evaluator, byIdOutcomes, suite.seed);
  const thresholds = suite.thresholds.filter(({ measure: of }) => of === name);
  const rowWith = (threshold: SuiteThreshold | null, judgement: Judgement | null): Judged => ({
    row: {
      name,
      evaluator: evaluator.id,
      version: evaluator.version,
      ...numbersOf(measured),
      threshold: threshold && limitsOf(threshold),
      verdict: judgement?.verdict ?? null,
      note: [noteOf(measured), judgement?.reason ?? null].filter((note) => note !== null).join('; ') || null,
      ...(measured.table && { table: measured.table }),
    },
    reason: judgement && `${name}: ${judgement.reason}`,
  });
  if (thresholds.length === 0) return [rowWith(null, null)];
  return thresholds.map((threshold) =>
    rowWith(threshold, threshold.maxDrop === undefined ? judged(threshold) : null),
  );
}

/** What the outcomes of a measure, case by case, say together, and how a threshold on it is judged. */
function overCases(
  { kind, range, figure }: PreparedEvaluator,
  cases: readonly (readonly Outcome[])[],
  seed: number,
): { measured: Measure; judged: (threshold: Threshold) => Judgement } {
  if (kind === 'figure' && figure) {
    const estimate = figureEstimate(
      cases.flatMap((outcomes) => {
        const items = caseItems(outcomes);
        return items ? [items] : [];
      }),
      figure,
      seed,
    );
    return {
      measured: figureMeasure(estimate),
      judged: (threshold) => judgeFigureMeasure(estimate, threshold, { range }),
    };
  }
  const values = cases.map((outcomes) => caseValue(outcomes)).filter((value) => value !== null);
  const options = { kind, range, seed };
  return {
    measured: measure(values, options),
    judged: (threshold) => judge(values, threshold, options),
  };
}

const missing: Outcome = { state: 'errored', reason: 'no outcome' };

const limitsOf = ({ min, max, maxDrop }: SuiteThreshold) => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
  ...(maxDrop !== undefined && { maxDrop }),
});

const numbersOf = (measured: Measure) =>
  measured.kind === 'measured'
    ? { value: measured.value, low: measured.low, high: measured.high, n: measured.n }
    : { value: null, low: null, high: null, n: 0 };

const noteOf = (measured: Measure): string | null =>
  measured.kind === 'measured' ? (measured.note ?? null) : measured.reason;
