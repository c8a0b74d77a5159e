import { and, eq } from 'drizzle-orm';
import { frameworkChoices } from '@/db/schema/checklists';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { ownCatalogs } from '../queries/oscal-catalogs';
import { allPacks, choicesOf } from '../queries/packs';
import { ChooseFramework, ImportFramework } from '../schema/pack';
import { readPack } from './read-pack';
import { storePack } from './store-pack';

/** A pack of the organisation's own, or its next revision, which waits until it is adopted. The same content again is a
 *  conflict, not a revision. */
export const importFramework = command({
  event: 'framework.imported',
  events: ['framework.adopted'],
  input: ImportFramework,
  may: ['edit', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input }) => {
    const { result, evidence } = await storePack(
      { db, ctx },
      await readPack(input, ownCatalogs(db, ctx.actor.orgId)),
    );
    return audited(result, evidence);
  },
});

/** Switches a framework on or off, in the organisation or for one system. Releases keep what they were frozen with. */
export const chooseFramework = command({
  event: 'framework.chosen',
  input: ChooseFramework,
  may: ['edit', 'Framework'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input: { framework, systemId = '', enabled }, nowUs }) => {
    const pack = (await allPacks(db)).find(({ id }) => id === framework);
    if (!pack) throw notFound('Framework');
    const system = systemId === '' ? null : await systemById(db, systemId);
    if (system === undefined) throw notFound('System');
    const before = (await choicesOf(db, systemId)).find(
      (choice) => choice.framework === framework && choice.systemId === systemId,
    );
    const chosen = {
      enabled: enabled ?? true,
      chosenBy: ctx.actor.personId ?? ctx.actor.id,
      at: new Date(nowUs / 1000),
    };
    const key = { orgId: ctx.actor.orgId, framework, systemId };
    const target = [frameworkChoices.orgId, frameworkChoices.framework, frameworkChoices.systemId];
    if (enabled === null) await db.delete(frameworkChoices).where(sameChoice(key));
    else
      await db
        .insert(frameworkChoices)
        .values({ ...key, ...chosen })
        .onConflictDoUpdate({ target, set: chosen });
    return audited(
      { framework, systemId: systemId || null, enabled },
      {
        entity: { ref: `framework/${framework}`, name: pack.title },
        op: 'update',
        before: { enabled: before?.enabled ?? null },
        after: { enabled, system: systemId || null },
      },
    );
  },
});

const sameChoice = ({ framework, systemId }: { readonly framework: string; readonly systemId: string }) =>
  and(eq(frameworkChoices.framework, framework), eq(frameworkChoices.systemId, systemId));
