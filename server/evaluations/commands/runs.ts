import { eq } from 'drizzle-orm';
import type { Reader, Tx } from '@/db/client';
import { runs } from '@/db/schema/evaluations';
import { isOver, spentBy } from '@/evaluators/judging';
import { audited } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, precondition } from '@/server/kernel/refusal';
import { promptVersionById } from '@/server/prompts/queries';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { modelVersionById } from '@/server/registry/queries/models';
import type { ModelVersion } from '@/server/registry/schema/models';
import { baselineFor } from '../queries/baseline';
import { runById } from '../queries/runs';
import { suiteVersionById } from '../queries/suites';
import { workOn } from '../rules/follow-up';
import { ResumeRun, RunRef, StartRecordedRun, StartRun } from '../schema/runs';
import type { SuiteVersion } from '../schema/suites';
import { checkJudges, checkModel, chosenTarget } from './check-target';

type NewRun = typeof runs.$inferInsert;

/** Runs a suite version against its target, or another one. Freezes everything that the result depends on. */
export const startRun = command({
  event: 'run.started',
  input: StartRun,
  may: ['create', 'Run'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, nowUs }) => {
    const frozen = await frozenFrom(db, input);
    const { target, ...told } = chosenTarget(frozen.suite.body, input, frozen.parameters);
    checkJudges(frozen.suite.body, input.judgeKeyRef);
    if (frozen.model) checkModel(frozen.model, target);
    const { budget = null } = input;
    const usesCache = frozen.suite.body.cache === true && input.noCache !== true;
    return begun(db, ctx, frozen, { source: 'live', target, budget, usesCache, ...told }, nowUs);
  },
});

/** Judges outputs that were recorded elsewhere and that `receiveRecorded` has put on disk. */
export const startRecordedRun = command({
  event: 'run.started',
  input: StartRecordedRun,
  may: ['create', 'Run'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, nowUs }) => {
    const { recorded, judgeKeyRef, budget = null, origin = null } = input;
    if (!recorded) throw invalid('file', 'file is missing: the body of the request is the recorded outputs');
    const frozen = await frozenFrom(db, input);
    checkJudges(frozen.suite.body, judgeKeyRef);
    const target = judgeKeyRef === undefined ? null : { baseUrl: '', model: '', judgeKeyRef };
    const { sha256, indexSha256 } = recorded;
    const files = { recordedSha256: sha256, recordedIndexSha256: indexSha256 };
    return begun(db, ctx, frozen, { source: 'recorded', target, budget, origin, ...files }, nowUs);
  },
});

interface Frozen {
  readonly suite: SuiteVersion;
  readonly model: ModelVersion | null;
  readonly caseCount: number;
  readonly subjects: string[];
  /** Of the prompt version. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export async function frozenFrom(
  db: Reader,
  { suiteVersionId, modelVersionId }: { suiteVersionId: string; modelVersionId?: string },
): Promise<Frozen> {
  const suite = await suiteVersionById(db, suiteVersionId);
  if (!suite) throw notFound('Suite version');
  const dataset = await datasetVersionById(db, suite.datasetVersionId);
  if (!dataset) throw notFound('Dataset version');
  const prompt = suite.promptVersionId === null ? null : await promptVersionById(db, suite.promptVersionId);
  const model = modelVersionId === undefined ? null : await modelVersionById(db, modelVersionId);
  if (model === undefined) throw notFound('Model version');
  const subjects = [model && (model.digest ?? model.identityDigest), prompt?.digest].flatMap((digest) =>
    digest ? [digest.replace(/^sha256:/, '')] : [],
  );
  return { suite, model, caseCount: dataset.rowCount, subjects, parameters: prompt?.parameters ?? {} };
}

type How = Pick<
  NewRun,
  | 'source'
  | 'target'
  | 'origin'
  | 'promptParameters'
  | 'recordedSha256'
  | 'recordedIndexSha256'
  | 'budget'
  | 'scheduleId'
  | 'usesCache'
>;

async function begun(db: Tx, ctx: Ctx, frozen: Frozen, how: How, nowUs: number) {
  const { run, evidence, then } = await newRun(db, ctx, frozen, how, { createdBy: authorOf(ctx), nowUs });
  return audited(run, evidence, then);
}

/** A queued run of what was frozen, with what its command must record and enqueue. */
export async function newRun(
  db: Tx,
  ctx: Ctx,
  { suite, model, caseCount, subjects }: Frozen,
  how: How,
  { createdBy, nowUs }: { readonly createdBy: string; readonly nowUs: number },
) {
  const row = {
    id: ctx.ports.newId('run'),
    orgId: ctx.actor.orgId,
    suiteId: suite.suiteId,
    suiteVersionId: suite.id,
    suiteDigest: suite.digest,
    datasetVersionId: suite.datasetVersionId,
    promptVersionId: suite.promptVersionId,
    modelVersionId: model?.id ?? null,
    subjects,
    ...how,
    state: 'queued',
    caseCount,
    repeats: suite.body.repeats,
    baseline: await baselineFor(db, suite, nowUs),
    createdBy,
  } as const;
  await db.insert(runs).values(row);
  const run = await runById(db, row.id);
  if (!run) throw notFound('Run');
  const entity = { ref: `run/${row.id}`, name: suite.suiteName };
  return { run, evidence: { type: 'run.started', entity, after: row }, then: [workOn(row.id, 0)] };
}

/** Asks a run to stop. What it has is kept; calls in flight are dropped. */
export const stopRun = command({
  event: 'run.stop-requested',
  input: RunRef,
  may: ['run', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ db, input: { runId }, target: { state } }) => {
    if (state !== 'queued' && state !== 'running')
      throw precondition(`The run is ${state}; only a queued or running one can be stopped`);
    await db
      .update(runs)
      .set({ state: 'stopping', stateReason: 'stopped_by_person' })
      .where(eq(runs.id, runId));
    const run = await runById(db, runId);
    if (!run) throw notFound('Run');
    const entity = { ref: `run/${runId}`, name: run.suiteName };
    return audited(run, { entity, before: { state }, after: { state: run.state } });
  },
});

/** Goes on where a stopped or failed run ended: what is stored is not asked again. Its budget may be raised. */
export const resumeRun = command({
  event: 'run.resumed',
  input: ResumeRun,
  may: ['run', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ db, input: { runId, reason, ...wanted }, target }) => {
    const { state, slice, stateReason } = target;
    if (state !== 'stopped' && state !== 'failed')
      throw precondition(`The run is ${state}; only a stopped or failed one can be resumed`);
    if (wanted.budget !== undefined) checkRaise(target, wanted.budget, reason);
    else if (stateReason === 'budget_exhausted')
      throw invalid('budget', `The run ended at its budget of ${target.budget}; give a higher one`);
    const after = { state: 'queued', stateReason: null, slice: slice + 1, ...wanted } as const;
    await db
      .update(runs)
      .set({ ...after, finishedAt: null })
      .where(eq(runs.id, runId));
    const run = await runById(db, runId);
    if (!run) throw notFound('Run');
    const entity = { ref: `run/${runId}`, name: run.suiteName };
    const before = { state, slice, ...(wanted.budget !== undefined && { budget: target.budget }) };
    const why = reason === undefined ? {} : { reason };
    return audited(run, { entity, before, after, ...why }, [workOn(runId, slice + 1)]);
  },
});

type Row = typeof runs.$inferSelect;

/** More may be spent than was agreed on, for a reason; a limit that was reached already is none. */
function checkRaise(run: Row, budget: string, reason: string | undefined): void {
  if (run.budget === null) throw invalid('budget', 'The run has no budget, so there is none to raise');
  const spent = spentBy(run);
  const least = isOver(spent, run.budget) ? spent : run.budget;
  if (!isOver(budget, least))
    throw invalid(
      'budget',
      `The budget must be more than ${least} US dollars, what it was or what was spent`,
    );
  if (reason === undefined) throw invalid('reason', 'reason is missing: say why more may be spent');
}

export async function lockedRun(db: Tx, runId: string) {
  const [row] = await db.select().from(runs).where(eq(runs.id, runId)).for('update');
  if (!row) throw notFound('Run');
  return row;
}
