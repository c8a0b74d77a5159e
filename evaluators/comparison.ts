import { type CaseFacts, type PairedCases, pairedCases } from './comparison-pairs';
import type { RunTally } from './comparison-tally';
import { type Change, changeOf, judgeRegression } from './comparison-verdict';
import type { EvaluatorFacts } from './contract';
import { pairedEstimate, type PairedEstimate, type PairedTest } from './stats/paired';
import { benjaminiHochberg, holm } from './stats/tests';
import { type Judgement, type Verdict, worst } from './stats/verdict';

/** A measure as one of the two runs defines it. */
export interface ComparedMeasure extends Pick<EvaluatorFacts, 'direction' | 'range' | 'unit'> {
  readonly name: string;
  readonly evaluator: string;
  readonly version: number;
  /** what else must be equal for values to be comparable, such as parameters; null = not known */
  readonly definition: string | null;
  /** false: its change is shown and decides nothing */
  readonly decides: boolean;
}
export interface ComparedRun {
  readonly datasetDigest: string;
  /** in the order of the tally's names */
  readonly measures: readonly ComparedMeasure[];
  readonly tally: RunTally;
}
export interface CompareOptions {
  /** largest loss that is accepted, as a share of a measure's range; a measure without a range fails only when worse */
  readonly margin?: number;
  /** a case that the baseline passed and the candidate fails is a fail, however many others there are */
  readonly noNewFailures?: boolean;
  readonly seed?: number;
  /** accepted losses of measures by name, in their own units; they come before `margin` */
  readonly drops?: ReadonlyMap<string, number>;
}

/** Differences are candidate minus baseline; `low` and `high` bound the difference at 95 %, two-sided. */
export interface MeasureComparison extends Pick<
  ComparedMeasure,
  'name' | 'evaluator' | 'version' | 'unit' | 'direction'
> {
  readonly n: number;
  readonly candidate: number | null;
  readonly baseline: number | null;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly test: PairedTest | null;
  readonly pValue: number | null;
  /** adjusted over the measures: Holm decides, Benjamini-Hochberg is there to explore */
  readonly holmP: number | null;
  readonly bhP: number | null;
  readonly rose: number;
  readonly fell: number;
  readonly medianDifference: number | null;
  readonly rankCorrelation: number | null;
  readonly smallestFound: number | null;
  readonly effectiveN: number | null;
  readonly change: Change;
  /** against the margin; null when the measure has no range or no better side */
  readonly regression: Verdict | null;
  readonly note: string | null;
}

export interface Comparison {
  readonly cases: PairedCases;
  readonly margin: number;
  readonly measures: readonly MeasureComparison[];
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

export const usualMargin = 0.05;

/**
 * A candidate run against a baseline run on the same cases, paired by case id; repeats are averaged within the case.
 * Fails closed: a missing, duplicate, errored or unjudged case, another dataset, or a measure that cannot be compared
 * turns a pass into not_enough_evidence. A loss beyond the margin, a significant loss of a measure without one, or a
 * failed must-pass case is a fail.
 */
export function compareRuns(
  candidate: ComparedRun,
  baseline: ComparedRun,
  cases: readonly CaseFacts[],
  { margin = usualMargin, noNewFailures = false, seed = 1, drops = new Map() }: CompareOptions = {},
): Comparison {
  const { counts, blocking } = pairedCases(cases, { candidate: candidate.tally, baseline: baseline.tally });
  const found = candidate.measures.map((measure, m) => {
    const other = baseline.measures.findIndex(({ name }) => name === measure.name);
    const hindrance = hindranceOf(measure, baseline.measures[other]);
    if (hindrance !== null) return { measure, estimate: null, hindrance };
    const { pairs, clusters } = pairsOf(candidate.tally, m, baseline.tally, other, cases);
    const estimate = pairedEstimate(pairs, { range: measure.range, clusters, seed });
    return { measure, estimate, hindrance: estimate ? null : 'no case has a value in both runs' };
  });
  const adjusted = adjustments(found.map(({ estimate }) => estimate?.pValue ?? null));
  const judged = found.map((one, i) =>
    judgedMeasure({ ...one, ...adjusted(i), limit: limitOf(one.measure, margin, drops) }),
  );
  const gone = baseline.measures.filter(({ name }) => !candidate.measures.some((one) => one.name === name));
  const failing = cases.filter(
    ({ mustPass }, i) =>
      candidate.tally.failedAt(i) && (mustPass || (noNewFailures && !baseline.tally.failedAt(i))),
  );
  const open = [
    ...(candidate.datasetDigest === baseline.datasetDigest
      ? []
      : ['the two runs are of different datasets, so the same id may be another case']),
    ...blocking,
    ...gone.map(({ name }) => `${name}: the candidate has no measure of this name`),
  ];
  return { cases: counts, margin, measures: judged.map(({ row }) => row), ...decided(judged, failing, open) };
}

function hindranceOf(one: ComparedMeasure, other: ComparedMeasure | undefined): string | null {
  if (!other) return 'the baseline has no measure of this name';
  if (one.evaluator !== other.evaluator || one.version !== other.version)
    return `the baseline used ${other.evaluator} v${other.version}, the candidate ${one.evaluator} v${one.version}`;
  const known = one.definition !== null && other.definition !== null;
  return known && one.definition !== other.definition ? 'its parameters differ between the two runs' : null;
}

/** Values of the cases that both runs judged, with their sources when any case names one. */
function pairsOf(a: RunTally, m: number, b: RunTally, other: number, cases: readonly CaseFacts[]) {
  const [candidate, baseline] = [new Float64Array(cases.length), new Float64Array(cases.length)];
  const clusters: string[] = [];
  const shared = cases.some(({ cluster }) => cluster !== null);
  let n = 0;
  for (const [i, { id, cluster }] of cases.entries()) {
    const [x, y] = [a.valueAt(i, m), b.valueAt(i, other)];
    if (x === null || y === null) continue;
    [candidate[n], baseline[n]] = [x, y];
    n++;
    if (shared) clusters.push(cluster === null ? `case ${id}` : `source ${cluster}`);
  }
  const pairs = { candidate: candidate.subarray(0, n), baseline: baseline.subarray(0, n) };
  return { pairs, clusters: shared ? clusters : undefined };
}

/** Adjusted p values of the measures that have one, by the measure's place. */
function adjustments(pValues: readonly (number | null)[]) {
  const places = pValues.flatMap((p, i) => (p === null ? [] : [i]));
  const known = pValues.filter((p) => p !== null);
  const [strict, loose] = [holm(known), benjaminiHochberg(known)];
  return (i: number) => ({ holmP: strict[places.indexOf(i)] ?? null, bhP: loose[places.indexOf(i)] ?? null });
}

interface Found {
  readonly measure: ComparedMeasure;
  readonly estimate: PairedEstimate | null;
  readonly hindrance: string | null;
  readonly holmP: number | null;
  readonly bhP: number | null;
  /** the loss that is accepted; null when none is judged */
  readonly limit: number | null;
}
interface JudgedMeasure {
  readonly row: MeasureComparison;
  readonly judgement: Judgement | null;
  readonly hindrance: string | null;
  readonly decides: boolean;
}

const limitOf = (
  { name, range, decides }: ComparedMeasure,
  margin: number,
  drops: ReadonlyMap<string, number>,
): number | null => drops.get(name) ?? (range && decides ? margin * (range.high - range.low) : null);

function judgedMeasure({ measure, estimate, hindrance, holmP, bhP, limit }: Found): JudgedMeasure {
  const { direction, name, evaluator, version, unit } = measure;
  const change = estimate ? changeOf(estimate, holmP, direction) : 'not_enough_evidence';
  const gated = estimate && limit !== null && direction !== 'target';
  const judgement = gated ? judgeRegression(estimate, limit, direction) : null;
  const notes = [...(hindrance ? [hindrance] : []), ...(estimate?.notes ?? []), judgement?.reason ?? ''];
  const row = {
    ...{ name, evaluator, version, unit, direction, ...numbers(estimate), holmP, bhP, change },
    regression: judgement?.verdict ?? null,
    note: notes.filter(Boolean).join('; ') || null,
  };
  return { row, judgement, hindrance, decides: measure.decides };
}

const numbers = (estimate: PairedEstimate | null) => ({
  n: estimate?.n ?? 0,
  candidate: estimate?.candidate ?? null,
  baseline: estimate?.baseline ?? null,
  difference: estimate?.difference ?? null,
  low: estimate?.interval?.low ?? null,
  high: estimate?.interval?.high ?? null,
  test: estimate?.test ?? null,
  pValue: estimate?.pValue ?? null,
  rose: estimate?.rose ?? 0,
  fell: estimate?.fell ?? 0,
  medianDifference: estimate?.medianDifference ?? null,
  rankCorrelation: estimate?.rankCorrelation ?? null,
  smallestFound: estimate?.smallestFound ?? null,
  effectiveN: estimate?.effectiveN ?? null,
});

function decided(
  judged: readonly JudgedMeasure[],
  failing: readonly CaseFacts[],
  open: readonly string[],
): Pick<Comparison, 'verdict' | 'reasons'> {
  const lost = judged.filter(
    ({ row, judgement, decides }) => decides && row.change === 'worse' && !judgement,
  );
  const verdicts = judged.flatMap(({ judgement }) => (judgement ? [judgement.verdict] : []));
  const blocking = [
    ...open,
    ...judged.flatMap(({ row, hindrance }) => (hindrance ? [`${row.name}: ${hindrance}`] : [])),
  ];
  const failed = lost.length > 0 || failing.length > 0;
  const verdict = failed ? 'fail' : worst(verdicts);
  const ids = failing.slice(0, 5).map(({ id }) => id);
  return {
    verdict: verdict === 'pass' && blocking.length > 0 ? 'not_enough_evidence' : verdict,
    reasons: [
      ...judged.flatMap(({ row, judgement }) => (judgement ? [`${row.name}: ${judgement.reason}`] : [])),
      ...lost.map(({ row }) => `${row.name}: worse, adjusted p ${Number((row.holmP ?? 1).toPrecision(3))}`),
      ...(failing.length === 0 ? [] : [`${failing.length} cases failed that must pass: ${ids.join(', ')}`]),
      ...(verdicts.length === 0 && !failed ? ['no measure can be judged against the margin'] : []),
      ...blocking,
    ],
  };
}
