import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { runResults, runs, runSchedules } from '@/db/schema/evaluations';
import { type CanaryAnswer, canaryCheck, sameShare } from '@/evaluators/canary';
import type { Outcome } from '@/evaluators/contract';
import { measureName } from '@/evaluators/suite';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { id } from '@/server/kernel/contract';
import { command } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { firesOnAlarm, scheduleById } from '../queries/schedules';
import { suiteVersionById } from '../queries/suites';
import type { RunCanary } from '../schema/canary';
import { AcceptReference } from '../schema/schedules';
import { lockedRun } from './runs';
import { lockedSchedule, type ScheduleRow } from './schedules';

type RunRow = Awaited<ReturnType<typeof lockedRun>>;

/**
 * What a finished run of a canary shows. The first one is the reference, as is the first with another suite version or
 * target; the second shows how much the model varies by itself; each later one is checked against both. Delivered again it
 * changes nothing.
 */
export const recordCanary = command({
  event: 'canary.checked',
  events: ['canary.reference-set', 'canary.alarmed', 'canary.ignored'],
  input: z.strictObject({ runId: id('run') }),
  may: ['record', 'Run'],
  target: ({ db, input }) => lockedRun(db, input.runId),
  run: async ({ db, input: { runId }, target }) => {
    const entity = { ref: `run/${runId}` };
    const schedule = target.scheduleId === null ? null : await scheduleOf(db, target.scheduleId);
    if (!schedule?.canary || target.canary !== null || target.state !== 'finished')
      return audited(null, { type: 'canary.ignored', entity, op: 'read', reasonCode: 'not_to_be_checked' });
    const canary = await shownBy(db, target, schedule);
    await db.update(runs).set({ canary }).where(eq(runs.id, runId));
    const next = followed(schedule, runId, canary);
    await db.update(runSchedules).set(next).where(eq(runSchedules.id, schedule.id));
    const isAlarm = canary.check?.verdict === 'changed';
    const type = isAlarm
      ? 'canary.alarmed'
      : canary.role === 'reference'
        ? 'canary.reference-set'
        : 'canary.checked';
    const isNew = isAlarm && schedule.alarmRunId === null;
    const then = isNew ? await firesOnAlarm(db, schedule.id) : [];
    return audited(null, { type, entity, after: { scheduleId: schedule.id, ...next, canary } }, then);
  },
});

/** The run becomes what later ones are held against; how much the model varies is measured anew, and the alarm ends. */
export const acceptReference = command({
  event: 'canary.reference-accepted',
  input: AcceptReference,
  may: ['run', 'Run'],
  target: ({ db, input }) => lockedSchedule(db, input.scheduleId),
  run: async ({ db, input: { scheduleId, runId, reason }, target }) => {
    if (!target.canary) throw precondition(`The schedule ${target.name} is no canary`);
    const run = await lockedRun(db, runId);
    if (run.scheduleId !== scheduleId || run.state !== 'finished')
      throw precondition(`${runId} is no finished run of the schedule ${target.name}`);
    const { referenceRunId, noiseRunId, alarmRunId } = target;
    const after = { referenceRunId: runId, noiseRunId: null, alarmRunId: null };
    await db.update(runSchedules).set(after).where(eq(runSchedules.id, scheduleId));
    const entity = { ref: `schedule/${scheduleId}`, name: target.name };
    const before = { referenceRunId, noiseRunId, alarmRunId };
    return audited(await scheduleById(db, scheduleId), { entity, before, after, reason });
  },
});

async function scheduleOf(db: Tx, scheduleId: string): Promise<ScheduleRow | undefined> {
  const [row] = await db.select().from(runSchedules).where(eq(runSchedules.id, scheduleId)).for('update');
  return row;
}

async function shownBy(db: Tx, run: RunRow, schedule: ScheduleRow): Promise<RunCanary> {
  const { referenceRunId, noiseRunId } = schedule;
  const first = { referenceRunId: run.id, noiseRunId: null, sameShare: null, check: null };
  if (referenceRunId === null || !(await isLike(db, run, referenceRunId)))
    return { role: 'reference', ...first };
  const judged = await judgedMeasures(db, run);
  const [before, now] = [await answersOf(db, referenceRunId, judged), await answersOf(db, run.id, judged)];
  const noise = noiseRunId === null ? null : await answersOf(db, noiseRunId, judged);
  const check = canaryCheck(before, noise ?? [], now);
  const facts = { referenceRunId, noiseRunId, sameShare: sameShare(before, now) };
  const showsNoise = noise === null && check.verdict !== 'changed';
  return showsNoise ? { role: 'noise', ...facts, check: null } : { role: 'check', ...facts, check };
}

/** A check says nothing when another suite was asked, or another target. */
async function isLike(db: Tx, run: RunRow, referenceRunId: string): Promise<boolean> {
  const [reference] = await db.select().from(runs).where(eq(runs.id, referenceRunId));
  return (
    reference !== undefined && reference.suiteDigest === run.suiteDigest && asked(reference) === asked(run)
  );
}

function asked({ target }: RunRow): string {
  const { apiKeyRef: _, judgeKeyRef: __, ...sent } = target ?? { baseUrl: '', model: '' };
  return canonical(sent);
}

const followed = ({ noiseRunId, alarmRunId }: ScheduleRow, runId: string, { role, ...canary }: RunCanary) =>
  role === 'reference'
    ? { referenceRunId: runId, noiseRunId: null, alarmRunId: null }
    : {
        referenceRunId: canary.referenceRunId,
        noiseRunId: role === 'noise' ? runId : noiseRunId,
        alarmRunId: alarmRunId ?? (canary.check?.verdict === 'changed' ? runId : null),
      };

/** Latency and cost change without the model, so they raise no alarm. */
async function judgedMeasures(db: Tx, run: RunRow): Promise<ReadonlySet<string>> {
  const evaluators = (await suiteVersionById(db, run.suiteVersionId))?.body.evaluators ?? [];
  return new Set(evaluators.filter((one) => !one.id.startsWith('ops.')).map(measureName));
}

async function answersOf(db: Tx, runId: string, judged: ReadonlySet<string>): Promise<CanaryAnswer[]> {
  const rows = await db
    .select()
    .from(runResults)
    .where(eq(runResults.runId, runId))
    .orderBy(asc(runResults.ordinal), asc(runResults.repeat));
  return rows.map(({ caseId, repeat, output, model, measures, failure }) => ({
    key: `${caseId}/${repeat}`,
    output: failure === null ? output : null,
    model,
    scores: scoresOf(measures as Readonly<Record<string, Outcome>>, judged),
  }));
}

const scoresOf = (outcomes: Readonly<Record<string, Outcome>>, judged: ReadonlySet<string>) =>
  Object.fromEntries(
    Object.entries(outcomes).flatMap(([name, outcome]) =>
      judged.has(name) && outcome.state === 'scored' && Number.isFinite(outcome.value)
        ? [[name, outcome.value]]
        : [],
    ),
  );
