import { factsToConfirm } from '@/db/schema/checklists';
import { graceDays } from '@/policies/frameworks/fact-triggers';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { heldSystem } from '../queries/known';
import { newlyAsked } from '../queries/to-confirm';
import { FactsRef } from '../schema';

/** Marks the answers that something made doubtful as to be confirmed; by the job alone. */
export const askFacts = command({
  event: 'facts.to-confirm',
  input: FactsRef,
  may: ['record', 'Facts'],
  target: async ({ db, input }) => {
    const system = await heldSystem(db, input.systemId);
    if (!system) throw notFound('System');
    return system;
  },
  run: async ({ db, input: { systemId }, target, nowUs }) => {
    const found = await newlyAsked(db, systemId, nowUs);
    if (found.length === 0) throw precondition('No answer is to be asked again');
    const countsUntil = new Date(nowUs / 1000 + graceDays * 86_400_000);
    const rows = found.map(({ fact, trigger, about, why, firedUs }) => ({
      ...{ orgId: target.orgId, systemId, fact, trigger, about },
      why: why.slice(0, 300),
      firedAt: new Date(firedUs / 1000),
      askedAt: new Date(nowUs / 1000),
      countsUntil,
    }));
    await db.insert(factsToConfirm).values(rows);
    const reasons = [...new Set(rows.map(({ trigger }) => trigger))].sort();
    const names = [...new Set(rows.map(({ fact }) => fact))].sort();
    return audited(
      { facts: names },
      {
        entity: { ref: `system/${systemId}`, name: target.name },
        op: 'update',
        after: { to_confirm: names, because: reasons, counts_until: countsUntil.toISOString() },
      },
    );
  },
});
