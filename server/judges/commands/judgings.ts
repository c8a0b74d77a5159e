import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Reader, Tx } from '@/db/client';
import { judgings } from '@/db/schema/judges';
import { judgeKinds } from '@/evaluators/judge/definition';
import { targetKeyFor } from '@/server/integrations/adapters/target-keys';
import { checkedBaseUrl } from '@/server/integrations/rules/target-address';
import { audited } from '@/server/kernel/audit';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, precondition } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import { datasetVersionById } from '@/server/registry/queries/datasets';
import { judgeById } from '../queries/judges';
import { calibrationById } from '../queries/judgings';
import { judgeNext } from '../rules/follow-up';
import { againstOf } from '../rules/labels';
import type { Judge } from '../schema/judges';
import { type CalibrationPlan, JudgingRef, mostCases, StartCalibration } from '../schema/judgings';

/** Measures a judge against people's labels. Freezes judge, dataset and where its answers and labels stand. */
export const startCalibration = command({
  event: 'judge.calibration-started',
  input: StartCalibration,
  may: ['run', 'Judge'],
  target: async ({ db, input, nowUs }) => {
    const judge = await judgeById(db, input.judgeId, nowUs);
    if (!judge) throw notFound('Judge');
    return judge;
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { judgeId, datasetVersionId, keyRef, labelPolicy = '', ...places } = input;
    checkPlan(target, places);
    checkTarget(target, keyRef);
    const row = {
      id: ctx.ports.newId('jgm'),
      orgId: target.orgId,
      judgeId,
      judgeDigest: target.digest,
      purpose: 'calibration',
      datasetVersionId,
      plan: { ...places, labelPolicy },
      keyRef: keyRef ?? null,
      state: 'queued',
      caseCount: await casesOf(db, datasetVersionId),
      createdBy: authorOf(ctx),
    } as const;
    await db.insert(judgings).values(row);
    const made = await calibrationById(db, row.id, nowUs);
    if (!made) throw notFound('Calibration');
    const entity = { ref: `judging/${row.id}`, name: target.name };
    const { plan: _, ...facts } = row;
    const policy = { labelPolicySha256: createHash('sha256').update(labelPolicy).digest('hex') };
    return audited(made, { entity, after: { ...facts, ...places, ...policy } }, [judgeNext(row.id, 0)]);
  },
});

type Places = Pick<CalibrationPlan, 'answer' | 'label' | 'mapping'>;

function checkPlan({ kind, body }: Judge, { answer, label, mapping }: Places): void {
  const { labels } = judgeKinds[kind];
  const stray = Object.keys(mapping).find((name) => !labels.some((one) => one === name));
  if (stray !== undefined)
    throw invalid('mapping', `mapping: this judge has the labels ${labels.join(', ')}`);
  const against = kind === 'pairwise' ? againstOf(body) : null;
  const inside = (one: string, other: string) => one === other || one.startsWith(`${other}.`);
  if (inside(answer, label)) throw invalid('label', 'label must not stand where the answer stands');
  if (against !== null && inside(against, label))
    throw invalid('label', `label must not stand at ${against}, where the other answer stands`);
  if (against === answer)
    throw invalid('answer', `answer must not stand at ${against}, as the other one does`);
}

/** The judge may be asked, with this key, and is still the one that its digest names. */
export function checkTarget({ body, isOutdated }: Judge, keyRef: string | undefined): void {
  if (isOutdated)
    throw precondition(
      'The prompt of this kind of judge has changed since; create the judge again, as its next number',
    );
  checkedBaseUrl(body.params.judge.baseUrl, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
  if (keyRef !== undefined) targetKeyFor('keyRef', keyRef, body.params.judge.baseUrl);
}

async function casesOf(db: Reader, versionId: string): Promise<number> {
  const dataset = await datasetVersionById(db, versionId);
  if (!dataset) throw notFound('Dataset version');
  if (dataset.kind !== 'cases')
    throw invalid('datasetVersionId', 'datasetVersionId must be a version of a dataset of kind cases');
  if (dataset.rowCount > mostCases)
    throw invalid('datasetVersionId', `datasetVersionId: a judge is measured on at most ${mostCases} cases`);
  return dataset.rowCount;
}

/** Ends it at once: what is in flight is not stored any more. */
export const stopJudging = command({
  event: 'judge.work-stopped',
  input: JudgingRef,
  may: ['run', 'Judge'],
  target: ({ db, input }) => lockedJudging(db, input.judgingId),
  run: async ({ db, input: { judgingId }, target: { state }, nowUs }) => {
    if (state !== 'queued' && state !== 'running')
      throw precondition(`It is ${state}; only what is queued or running can be stopped`);
    const after = { state: 'stopped', stateReason: 'stopped_by_person' } as const;
    await db
      .update(judgings)
      .set({ ...after, finishedAt: new Date(nowUs / 1000) })
      .where(eq(judgings.id, judgingId));
    return audited({ id: judgingId }, { entity: { ref: `judging/${judgingId}` }, before: { state }, after });
  },
});

/** Goes on where it ended: what has a verdict is not asked again. */
export const resumeJudging = command({
  event: 'judge.work-resumed',
  input: JudgingRef,
  may: ['run', 'Judge'],
  target: ({ db, input }) => lockedJudging(db, input.judgingId),
  run: async ({ db, input: { judgingId }, target: { state, slice } }) => {
    if (state !== 'stopped' && state !== 'failed')
      throw precondition(`It is ${state}; only what was stopped or failed can go on`);
    const after = { state: 'queued', stateReason: null, slice: slice + 1 } as const;
    await db
      .update(judgings)
      .set({ ...after, finishedAt: null })
      .where(eq(judgings.id, judgingId));
    const entity = { ref: `judging/${judgingId}` };
    return audited({ id: judgingId }, { entity, before: { state, slice }, after }, [
      judgeNext(judgingId, slice + 1),
    ]);
  },
});

export async function lockedJudging(db: Tx, judgingId: string) {
  const [row] = await db.select().from(judgings).where(eq(judgings.id, judgingId)).for('update');
  if (!row) throw notFound('Judging');
  return row;
}
