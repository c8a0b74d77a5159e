import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { studyResults } from '@/db/schema/bias';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { id } from '@/server/kernel/contract';
import { command } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import { studyVerdict } from '../rules/verdict';
import { BiasDocument } from '../schema';

const Outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('computed'), result: BiasDocument }),
  z.strictObject({ kind: z.literal('failed'), reason: z.string().max(700) }),
]);
export type StudyOutcome = z.infer<typeof Outcome>;

/** Keeps what came out, once: delivered again it changes nothing. */
export const recordStudyResult = command({
  event: 'study.finished',
  events: ['study.failed', 'study.finished-again'],
  input: z.strictObject({ resultId: id('str'), outcome: Outcome }),
  may: ['record', 'Study'],
  target: async ({ db, input }) => {
    const [row] = await db
      .select()
      .from(studyResults)
      .where(eq(studyResults.id, input.resultId))
      .for('update');
    if (!row) throw notFound('Study result');
    return row;
  },
  run: async ({ db, input: { resultId, outcome }, target, nowUs }) => {
    const entity = { ref: `study-result/${resultId}` };
    if (target.state !== 'queued')
      return audited(null, {
        type: 'study.finished-again',
        op: 'read',
        entity,
        reasonCode: 'delivered_again',
      });
    const after = { ...settled(outcome), finishedAt: new Date(nowUs / 1000) };
    await db.update(studyResults).set(after).where(eq(studyResults.id, resultId));
    const { result: _, ...facts } = after;
    const type = outcome.kind === 'computed' ? 'study.finished' : 'study.failed';
    return audited(null, { type, entity, before: { state: target.state }, after: facts });
  },
});

function settled(outcome: StudyOutcome) {
  if (outcome.kind === 'failed')
    return {
      state: 'failed' as const,
      stateReason: outcome.reason,
      verdict: null,
      result: null,
      resultDigest: null,
    };
  const { result } = outcome;
  const verdict = studyVerdict([...result.attributes, ...result.intersections].map((one) => one.verdict));
  const resultDigest = `sha256:${createHash('sha256').update(canonical(result)).digest('hex')}`;
  return { state: 'finished' as const, stateReason: null, verdict, result, resultDigest };
}
