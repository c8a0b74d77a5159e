import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { models, modelVersions } from '@/db/schema/registry';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { command } from '@/server/kernel/operation';
import { conflict, invalid, notFound } from '@/server/kernel/refusal';
import { asModelVersion, modelById } from '../queries/models';
import { contentDigest, identityText } from '../rules/model-identity';
import { AddModelVersion, CreateModel, EditModel, type KeptSource, type ModelSource } from '../schema/models';

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const kept = (source: ModelSource): KeptSource =>
  source.kind === 'hosted' ? { ...source, configDigest: digestOf(canonical(source.config)) } : source;

export const createModel = command({
  event: 'model.created',
  input: CreateModel,
  may: ['create', 'Model'],
  target: async ({ ctx: { actor } }) => ({ orgId: actor.orgId, createdBy: actor.personId ?? actor.id }),
  run: async ({ db, ctx, input: { name, intendedUse = '', licence = '', ...input }, target }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the model');
    const row = { id: ctx.ports.newId('mod'), ...target, name, intendedUse, licence, ownerId };
    await db.insert(models).values(row);
    const created = await modelById(db, row.id);
    if (!created) throw notFound('Model');
    return audited(created, { entity: { ref: `model/${row.id}`, name }, after: row });
  },
});

export const editModel = command({
  event: 'model.edited',
  input: EditModel,
  may: ['edit', 'Model'],
  target: ({ db, input }) => lockedModel(db, input.modelId),
  run: async ({ db, input: { modelId, ...wanted }, target, nowUs }) => {
    const updatedAt = new Date(nowUs / 1000);
    await db
      .update(models)
      .set({ ...wanted, updatedAt })
      .where(eq(models.id, modelId));
    const after = await modelById(db, modelId);
    if (!after) throw notFound('Model');
    const facts = ({ intendedUse, licence, ownerId }: typeof target) => ({ intendedUse, licence, ownerId });
    const entity = { ref: `model/${modelId}`, name: after.name };
    return audited(after, { entity, before: facts(target), after: facts(after) });
  },
});

/** The same source and card under the same version is unchanged; anything else under it is a conflict. */
export const addModelVersion = command({
  event: 'model.version-added',
  events: ['model.version-unchanged'],
  input: AddModelVersion,
  may: ['edit', 'Model'],
  target: ({ db, input }) => lockedModel(db, input.modelId),
  run: async ({ db, ctx, input: { modelId, version, card = '', ...input }, target }) => {
    const source = kept(input.source);
    const identityDigest = digestOf(identityText(source));
    const cardDigest = card === '' ? null : digestOf(card);
    const entity = { ref: `model/${modelId}`, name: target.name };
    const [same] = await db
      .select()
      .from(modelVersions)
      .where(and(eq(modelVersions.modelId, modelId), eq(modelVersions.version, version)));
    if (same && same.identityDigest === identityDigest && same.cardDigest === cardDigest) {
      const evidence = {
        type: 'model.version-unchanged',
        op: 'read',
        entity,
        reasonCode: 'same_digest',
      } as const;
      return audited({ ...asModelVersion(same, target.name), unchanged: true }, evidence);
    }
    if (same)
      throw conflict(`Version ${version} exists already with another digest or card; versions never change`);
    const id = ctx.ports.newId('mdv');
    const digests = { digest: contentDigest(source), identityDigest, cardDigest };
    const createdBy = ctx.actor.personId ?? ctx.actor.id;
    const row = { id, orgId: target.orgId, modelId, version, source, card, ...digests, createdBy };
    const [added] = await db.insert(modelVersions).values(row).returning();
    if (!added) throw notFound('Model version');
    const change = { path: `/versions/${version}`, from: null, to: { id, kind: source.kind, ...digests } };
    const result = { ...asModelVersion(added, target.name), unchanged: false };
    return audited(result, { entity, op: 'update', change: [change] });
  },
});

async function lockedModel(db: Tx, modelId: string) {
  const [row] = await db.select().from(models).where(eq(models.id, modelId)).for('update');
  if (!row) throw notFound('Model');
  return row;
}
