import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { judgeVerdicts, judgings } from '@/db/schema/judges';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { id } from '@/server/kernel/contract';
import { command } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { judgeNext } from '../rules/follow-up';
import { ComparisonDocument } from '../schema/comparisons';
import { CalibrationDocument } from '../schema/judgings';
import { lockedJudging } from './judgings';

const Slice = { judgingId: id('jgm'), slice: z.int() };

/** A job takes it up. Delivered again, or for an older slice, it changes nothing and says so. */
export const takeJudging = command({
  event: 'judge.work-taken-up',
  input: z.strictObject(Slice),
  may: ['record', 'Judge'],
  target: ({ db, input }) => lockedJudging(db, input.judgingId),
  run: async ({ db, input: { judgingId, slice }, target, nowUs }) => {
    const goesOn = target.slice === slice && (target.state === 'queued' || target.state === 'running');
    const entity = { ref: `judging/${judgingId}` };
    if (!goesOn || target.state === 'running')
      return audited(
        { goesOn },
        { entity, op: 'read', reasonCode: goesOn ? 'delivered_again' : 'not_its_slice' },
      );
    const startedAt = target.startedAt ?? new Date(nowUs / 1000);
    await db.update(judgings).set({ state: 'running', startedAt }).where(eq(judgings.id, judgingId));
    return audited({ goesOn }, { entity, before: { state: target.state }, after: { state: 'running' } });
  },
});

/** What the judge said about one case, as it is stored. */
export type NewVerdict = Omit<typeof judgeVerdicts.$inferInsert, 'orgId' | 'judgingId'>;

/** `verdicts` come from the job itself and are not parsed again. */
const RecordVerdicts = z.strictObject({ ...Slice, verdicts: z.array(z.custom<NewVerdict>()).min(1) });

/** One batch: verdicts that are stored already change nothing. Answers whether the job goes on. */
export const recordVerdicts = command({
  event: 'judge.verdicts-recorded',
  input: RecordVerdicts,
  may: ['record', 'Judge'],
  target: ({ db, input }) => lockedJudging(db, input.judgingId),
  run: async ({ db, input: { judgingId, slice, verdicts }, target }) => {
    const goes: { readonly goesOn: boolean } = {
      goesOn: target.state === 'running' && target.slice === slice,
    };
    const entity = { ref: `judging/${judgingId}` };
    if (!goes.goesOn) return audited(goes, { entity, op: 'read', reasonCode: 'not_its_slice' });
    const rows = verdicts.map((one) => ({
      ...one,
      orgId: target.orgId,
      judgingId,
      reason: one.reason ? storable(one.reason) : null,
      model: one.model ? storable(one.model) : null,
    }));
    const stored = await db
      .insert(judgeVerdicts)
      .values(rows)
      .onConflictDoNothing()
      .returning({ ordinal: judgeVerdicts.ordinal });
    const doneCount = target.doneCount + stored.length;
    await db.update(judgings).set({ doneCount }).where(eq(judgings.id, judgingId));
    const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    const batch = { verdicts: rows.length, stored: stored.length, sha256 };
    const before = { doneCount: target.doneCount };
    return audited(goes, { entity, before, after: { doneCount, batch } });
  },
});

const longestText = 10_000;
/** PostgreSQL cannot hold U+0000 or half of a surrogate pair, which models may send. */
const storable = (text: string) => text.slice(0, longestText).replaceAll('\u0000', '\ufffd').toWellFormed();

/** How one slice of work ended. */
export const Ending = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slice_done') }),
  z.strictObject({ kind: z.literal('failed'), reason: z.string().max(700) }),
  z.strictObject({ kind: z.literal('calibrated'), result: CalibrationDocument }),
  z.strictObject({ kind: z.literal('compared'), result: ComparisonDocument }),
]);
export type Ending = z.infer<typeof Ending>;

/** Ends a slice. There is a result only over every case of the dataset. */
export const settleJudging = command({
  event: 'judge.calibrated',
  events: ['judge.compared', 'judge.work-slice-done', 'judge.work-failed', 'judge.work-settled-again'],
  input: z.strictObject({ ...Slice, ending: Ending }),
  may: ['record', 'Judge'],
  target: ({ db, input }) => lockedJudging(db, input.judgingId),
  run: async ({ db, input: { judgingId, slice, ending }, target, nowUs }) => {
    const entity = { ref: `judging/${judgingId}` };
    if (target.state !== 'running' || target.slice !== slice)
      return audited(null, {
        type: 'judge.work-settled-again',
        entity,
        op: 'read',
        reasonCode: 'not_its_slice',
      });
    const after = settled(ending, target, nowUs);
    await db.update(judgings).set(after).where(eq(judgings.id, judgingId));
    const { result: _, ...facts } = after;
    const before = { state: target.state };
    const evidence = { type: events[ending.kind], entity, before, after: facts };
    return audited(null, evidence, ending.kind === 'slice_done' ? [judgeNext(judgingId, slice + 1)] : []);
  },
});

const events = {
  slice_done: 'judge.work-slice-done',
  failed: 'judge.work-failed',
  calibrated: 'judge.calibrated',
  compared: 'judge.compared',
} as const;

type Row = typeof judgings.$inferSelect;
const day = 86_400_000;

function settled(ending: Ending, target: Row, nowUs: number): Partial<Row> {
  const finishedAt = new Date(nowUs / 1000);
  switch (ending.kind) {
    case 'slice_done':
      return { slice: target.slice + 1 };
    case 'failed':
      return { state: 'failed', stateReason: ending.reason, finishedAt };
    case 'calibrated': {
      const { result } = ending;
      if (result.n + result.unlabelled !== target.caseCount) throw incomplete();
      const expiresAt = new Date(finishedAt.getTime() + Number(target.plan['ttlDays']) * day);
      return { ...finishedWith(result), expiresAt, finishedAt };
    }
    case 'compared': {
      const { result } = ending;
      if (result.n + result.withoutVerdict !== target.caseCount) throw incomplete();
      return { ...finishedWith(result), finishedAt };
    }
  }
}

const incomplete = () => precondition('There is no result while verdicts are missing');
const finishedWith = (result: Record<string, unknown>) => ({
  state: 'finished' as const,
  stateReason: null,
  result,
  resultDigest: `sha256:${createHash('sha256').update(canonical(result)).digest('hex')}`,
});
