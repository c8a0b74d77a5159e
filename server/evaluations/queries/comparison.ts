import type { Reader } from '@/db/client';
import { type Comparison, compareRuns } from '@/evaluators/comparison';
import { regressedCases } from '@/evaluators/comparison-cases';
import { comparedMeasures } from '@/evaluators/comparison-measures';
import { type CaseFacts, caseFacts } from '@/evaluators/comparison-pairs';
import { RunTally } from '@/evaluators/comparison-tally';
import type { Ctx } from '@/server/kernel/context';
import { assertMay, list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf } from '@/server/kernel/paging';
import { notFound, precondition } from '@/server/kernel/refusal';
import { runs } from '@/db/schema/evaluations';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { readCases } from '@/server/registry/queries/rows';
import { suiteOf } from '../rules/suite-body';
import { CaseChange, CompareCase, CompareRuns, ListRegressions } from '../schema/comparison';
import type { Run } from '../schema/runs';
import { getRunCase, resultOfCase } from './results';
import { runById } from './runs';
import { tallyResults } from './scores';
import { suiteVersionById } from './suites';

/** A finished run against a finished baseline over every case: what changed, how sure that is, and a verdict. */
export const getRunComparison = read({
  input: CompareRuns,
  of: 'Run',
  run: async ({ db, ctx, input: { runId, baseline: baselineId, margin, noNewFailures } }) => {
    const run = await runById(db, runId);
    if (!run) return undefined;
    const baseline = await finished(ctx, db, baselineId);
    assertFinished(run);
    const sides = await loaded(db, ctx, run, baseline);
    const comparison = judged(sides, { margin, noNewFailures });
    const { orgId, createdBy } = run;
    return { runId, baselineId, ...comparison, regressed: sides.regressed.count, orgId, createdBy };
  },
});

/** The cases in which a measure got worse, in the order of the dataset. */
export const listRegressions = list({
  input: ListRegressions,
  of: 'Run',
  table: runs,
  run: async ({ db, ctx, input }) => {
    const [run, baseline] = [await finished(ctx, db, input.runId), await finished(ctx, db, input.baseline)];
    const { regressed } = await loaded(db, ctx, run, baseline);
    const [after] = keyFrom(input.cursor, 1) ?? [-1];
    const from = regressed.listed.filter(({ ordinal }) => ordinal > Number(after));
    const page = pageOf(from.slice(0, input.limit + 1), input.limit, ({ ordinal }) => [ordinal]);
    return { ...page, items: page.items.map((one) => CaseChange.parse(one)), total: regressed.count };
  },
});

/** One case as both runs answered and judged it. */
export const getComparedCase = read({
  input: CompareCase,
  of: 'Run',
  run: async (work) => {
    const { db, ctx, input } = work;
    const { runId, ordinal, repeat } = input;
    const candidate = await getRunCase.inside(work, { runId, ordinal, repeat });
    if (!candidate) return undefined;
    const { id } = await finished(ctx, db, input.baseline);
    const { caseId, orgId, createdBy } = candidate;
    return { candidate, baseline: await resultOfCase(db, id, { caseId, ordinal, repeat }), orgId, createdBy };
  },
});

async function finished(ctx: Ctx, db: Reader, runId: string): Promise<Run> {
  const run = await runById(db, runId);
  if (!run) throw notFound('Run');
  assertMay(ctx, 'read', 'Run', run);
  assertFinished(run);
  return run;
}

function assertFinished({ id, state }: Run): void {
  if (state !== 'finished') throw precondition(`Only finished runs can be compared; ${id} is ${state}`);
}

interface Loaded {
  readonly candidate: Side;
  readonly baseline: Side;
  readonly cases: readonly CaseFacts[];
  readonly seed: number;
  readonly regressed: ReturnType<typeof regressedCases>;
  readonly judged: Map<string, Comparison>;
}
type Side = Parameters<typeof compareRuns>[0];

/** Finished runs never change: what was read of a pair serves the next page of the same reader. */
const kept = new Map<string, Promise<Loaded>>();
const mostKept = 2;

async function loaded(db: Reader, ctx: Ctx, run: Run, baseline: Run): Promise<Loaded> {
  const key = `${run.id} ${baseline.id}`;
  const known = kept.get(key);
  if (known) return known;
  const made = load(db, ctx, run, baseline);
  kept.set(key, made);
  for (const [oldest] of kept) if (kept.size > mostKept) kept.delete(oldest);
  return made.catch((error: unknown) => {
    kept.delete(key);
    throw error;
  });
}

async function load(db: Reader, ctx: Ctx, run: Run, baseline: Run): Promise<Loaded> {
  const dataset = await datasetVersionById(db, run.datasetVersionId);
  const suite = await suiteVersionById(db, run.suiteVersionId);
  if (!dataset || !suite) throw notFound('Dataset version');
  const cases: CaseFacts[] = [];
  for await (const { id, metadata } of readCases(ctx.ports.files, dataset))
    cases.push(caseFacts(id, metadata));
  const places = new Map(cases.map(({ id }, i) => [id, i]));
  const [candidate, other] = await Promise.all([sideOf(db, run, places), sideOf(db, baseline, places)]);
  const regressed = regressedCases(candidate, other, cases);
  return { candidate, baseline: other, cases, seed: suite.body.seed, regressed, judged: new Map() };
}

async function sideOf(db: Reader, run: Run, places: ReadonlyMap<string, number>): Promise<Side> {
  const suite = await suiteVersionById(db, run.suiteVersionId);
  if (!suite) throw notFound('Suite version');
  const measures = comparedMeasures(suiteOf(suite.body));
  const tally = new RunTally(
    measures.map(({ name }) => name),
    run.repeats,
    places,
  );
  await tallyResults(db, run, tally);
  return { datasetDigest: suite.body.dataset.digest, measures, tally };
}

function judged(sides: Loaded, options: { margin: number; noNewFailures: boolean }): Comparison {
  const key = JSON.stringify(options);
  const { candidate, baseline, cases, seed } = sides;
  const made = sides.judged.get(key) ?? compareRuns(candidate, baseline, cases, { ...options, seed });
  if (sides.judged.size < 20) sides.judged.set(key, made);
  return made;
}
