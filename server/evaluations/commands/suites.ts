import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { suites, suiteVersions } from '@/db/schema/evaluations';
import { audited, type Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { asSuiteVersion, suiteById } from '../queries/suites';
import { firesOnNewVersion } from '../queries/schedules';
import { AddSuiteVersion, CreateSuite, EditSuite } from '../schema/suites';
import { resolvedSuite, type ResolvedSuite } from './resolve-suite';
import { suiteIn } from './suite-text';

export const createSuite = command({
  event: 'suite.created',
  events: ['suite.version-added'],
  input: CreateSuite,
  may: ['create', 'Suite'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the suite');
    const resolved = await resolvedSuite(db, suiteIn(input));
    const { description = '' } = input;
    const row = { id: ctx.ports.newId('ste'), ...target, name: resolved.name, description, ownerId };
    await db.insert(suites).values(row);
    const entity = { ref: `suite/${row.id}`, name: row.name };
    const { evidence } = await addVersion(db, ctx, row, resolved);
    const suite = await suiteById(db, row.id);
    if (!suite) throw notFound('Suite');
    return audited(suite, [{ entity, after: row }, evidence]);
  },
});

export const editSuite = command({
  event: 'suite.edited',
  input: EditSuite,
  may: ['edit', 'Suite'],
  target: ({ db, input }) => lockedSuite(db, input.suiteId),
  run: async ({ db, input: { suiteId, ...wanted }, target }) => {
    const { description = target.description, ownerId = target.ownerId } = wanted;
    await db.update(suites).set({ description, ownerId }).where(eq(suites.id, suiteId));
    const suite = await suiteById(db, suiteId);
    if (!suite) throw notFound('Suite');
    const facts = (of: { description: string; ownerId: string }) => ({
      description: of.description,
      ownerId: of.ownerId,
    });
    const entity = { ref: `suite/${suiteId}`, name: suite.name };
    return audited(suite, { entity, before: facts(target), after: facts(suite) });
  },
});

export const addSuiteVersion = command({
  event: 'suite.version-added',
  events: ['suite.version-unchanged'],
  input: AddSuiteVersion,
  may: ['edit', 'Suite'],
  target: ({ db, input }) => lockedSuite(db, input.suiteId),
  run: async ({ db, ctx, input, target }) => {
    const resolved = await resolvedSuite(db, suiteIn(input));
    if (resolved.name !== target.name)
      throw invalid('text', `name must stay ${target.name}; a suite of another name is a suite of its own`);
    const { version, evidence, unchanged } = await addVersion(db, ctx, target, resolved);
    const then = unchanged ? [] : await firesOnNewVersion(db, target.id);
    return audited({ ...asSuiteVersion(version, target.name), unchanged }, evidence, then);
  },
});

/** The version that the content makes, or the same one again. */
export async function addVersion(
  db: Tx,
  ctx: Ctx,
  { id: suiteId, orgId, name }: Pick<typeof suites.$inferSelect, 'id' | 'orgId' | 'name'>,
  { name: _, ...content }: ResolvedSuite,
  createdBy = authorOf(ctx),
) {
  const entity = { ref: `suite/${suiteId}`, name };
  const ofSuite = eq(suiteVersions.suiteId, suiteId);
  const [same] = await db
    .select()
    .from(suiteVersions)
    .where(and(ofSuite, eq(suiteVersions.digest, content.digest)));
  if (same) {
    const evidence: Evidence = {
      type: 'suite.version-unchanged',
      op: 'read',
      entity,
      reasonCode: 'same_digest',
    };
    return { version: same, unchanged: true, evidence };
  }
  const [last] = await db
    .select({ number: suiteVersions.number })
    .from(suiteVersions)
    .where(ofSuite)
    .orderBy(desc(suiteVersions.number))
    .limit(1);
  const number = (last?.number ?? 0) + 1;
  const id = ctx.ports.newId('stv');
  const row = { id, orgId, suiteId, number, ...content, createdBy };
  const [version] = await db.insert(suiteVersions).values(row).returning();
  if (!version) throw notFound('Suite version');
  const { digest, datasetVersionId, promptVersionId } = content;
  const to = { id, digest, datasetVersionId, promptVersionId };
  const evidence: Evidence = {
    type: 'suite.version-added',
    op: 'update',
    entity,
    change: [{ path: `/versions/${number}`, from: null, to }],
  };
  return { version, unchanged: false, evidence };
}

export async function lockedSuite(db: Tx, suiteId: string) {
  const [row] = await db.select().from(suites).where(eq(suites.id, suiteId)).for('update');
  if (!row) throw notFound('Suite');
  return row;
}
