import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { facts, factsToConfirm } from '@/db/schema/checklists';
import { factModel } from '@/policies/frameworks/facts';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { answersOf, heldSystem } from '../queries/known';
import { checkedAnswers } from '../rules/answers';
import { factBase, violations } from '../rules/derive';
import type { Answer } from '../rules/expression';
import { AnswerFacts } from '../schema';

/** Answers questions about a system, or withdraws answers (null): all of them or none. */
export const answerFacts = command({
  event: 'facts.answered',
  input: AnswerFacts,
  may: ['answer', 'Facts'],
  target: async ({ db, input }) => {
    const system = await heldSystem(db, input.systemId);
    if (!system) throw notFound('System');
    return system;
  },
  run: async ({ db, ctx, input: { systemId, answers: given, confirm = [], reason }, target, nowUs }) => {
    const { answers: before } = await answersOf(db, systemId);
    assertAnswered(confirm, before);
    const wanted = checkedAnswers(factModel, { ...before, ...given });
    assertConsistent(wanted);
    const answeredBy = ctx.actor.personId ?? ctx.actor.id;
    const at = new Date(nowUs / 1000);
    const changed = Object.keys(given).filter((fact) => !isSame(before[fact], wanted[fact]));
    await keep(
      db,
      changed.flatMap((fact) => {
        const answer = wanted[fact];
        if (answer === undefined) return [];
        return [{ orgId: target.orgId, systemId, fact, answer, answeredBy, at }];
      }),
    );
    const withdrawn = changed.filter((fact) => wanted[fact] === undefined);
    if (withdrawn.length > 0)
      await db.delete(facts).where(and(eq(facts.systemId, systemId), inArray(facts.fact, withdrawn)));
    await confirmed(db, systemId, confirm, { confirmedBy: answeredBy, confirmedAt: at });
    await settled(db, systemId, [...changed, ...confirm]);
    const held = confirm.length > 0 ? { confirmed: [...confirm].sort() } : {};
    return audited(
      { systemId, changed, confirmed: confirm, answers: wanted },
      {
        entity: { ref: `system/${systemId}`, name: target.name },
        before: pick(before, changed),
        after: { ...pick(wanted, changed), ...held },
        reason,
      },
    );
  },
});

/** @throws Refusal invalid naming the fact that has no answer */
function assertAnswered(confirm: readonly string[], answers: Readonly<Record<string, unknown>>): void {
  const open = confirm.filter((fact) => answers[fact] === undefined);
  if (open.length > 0) throw invalid('confirm', `${open.join(', ')} has no answer that could be confirmed`);
}

async function confirmed(
  db: Tx,
  systemId: string,
  names: readonly string[],
  by: { readonly confirmedBy: string; readonly confirmedAt: Date },
): Promise<void> {
  if (names.length === 0) return;
  await db
    .update(facts)
    .set(by)
    .where(and(eq(facts.systemId, systemId), inArray(facts.fact, [...names])));
}

async function settled(db: Tx, systemId: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await db
    .delete(factsToConfirm)
    .where(and(eq(factsToConfirm.systemId, systemId), inArray(factsToConfirm.fact, [...names])));
}

async function keep(db: Tx, rows: readonly (typeof facts.$inferInsert)[]) {
  for (const row of rows) {
    const { answer, answeredBy, at } = row;
    await db
      .insert(facts)
      .values(row)
      .onConflictDoUpdate({
        target: [facts.systemId, facts.fact],
        set: { answer, answeredBy, at, confirmedAt: null, confirmedBy: null },
      });
  }
}

/** @throws Refusal invalid naming each rule that the answers break */
function assertConsistent(answers: Readonly<Record<string, unknown>>): void {
  const broken = violations(factModel, factBase(factModel, answers)).filter(({ level }) => level === 'error');
  if (broken.length === 0) return;
  const told = broken.map(({ id, message, why }) => `${id}: ${message} (${why})`);
  throw invalid('answers', `The answers contradict each other. ${told.join('; ')}`);
}

const isSame = (a: Answer | undefined, b: Answer | undefined) => JSON.stringify(a) === JSON.stringify(b);
const pick = (answers: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, answers[name] ?? null]));
