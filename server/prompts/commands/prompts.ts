import { createHash } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { promptLabels, prompts, promptVersions } from '@/db/schema/prompts';
import { audited, type Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound } from '@/server/kernel/refusal';
import { asPromptVersion, labelsOf, promptById } from '../queries';
import { assertMovable, assertUnmoved, promptText } from '../rules';
import { AddPromptVersion, CreatePrompt, EditPrompt, MoveLabel, type PromptContent } from '../schema';

type PromptRow = typeof prompts.$inferSelect;
export const createPrompt = command({
  event: 'prompt.created',
  events: ['prompt.version-added'],
  input: CreatePrompt,
  may: ['create', 'Prompt'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the prompt');
    const { name, description = '', message = '' } = input;
    const row = { id: ctx.ports.newId('prm'), ...target, name, description, ownerId };
    const [created] = await db.insert(prompts).values(row).returning();
    if (!created) throw notFound('Prompt');
    const evidence: Evidence[] = [{ entity: { ref: `prompt/${row.id}`, name }, after: row }];
    if (input.content) evidence.push((await addVersion(db, ctx, created, input.content, message)).evidence);
    const prompt = await promptById(db, row.id);
    if (!prompt) throw notFound('Prompt');
    return audited(prompt, evidence);
  },
});

export const editPrompt = command({
  event: 'prompt.edited',
  input: EditPrompt,
  may: ['edit', 'Prompt'],
  target: ({ db, input }) => lockedPrompt(db, input.promptId),
  run: async ({ db, input: { promptId, ...wanted }, target, nowUs }) => {
    const updatedAt = new Date(nowUs / 1000);
    await db
      .update(prompts)
      .set({ ...wanted, updatedAt })
      .where(eq(prompts.id, promptId));
    const after = await promptById(db, promptId);
    if (!after) throw notFound('Prompt');
    const facts = ({ description, ownerId }: Pick<PromptRow, 'description' | 'ownerId'>) => ({
      description,
      ownerId,
    });
    const entity = { ref: `prompt/${promptId}`, name: after.name };
    return audited(after, { entity, before: facts(target), after: facts(after) });
  },
});

export const addPromptVersion = command({
  event: 'prompt.version-added',
  events: ['prompt.version-unchanged'],
  input: AddPromptVersion,
  may: ['edit', 'Prompt'],
  target: ({ db, input }) => lockedPrompt(db, input.promptId),
  run: async ({ db, ctx, input: { promptId: _, message = '', ...content }, target }) => {
    const { evidence, ...added } = await addVersion(db, ctx, target, content, message);
    return audited({ ...added.version, unchanged: added.unchanged }, evidence);
  },
});

/** Whoever follows a label hears of its moves: the schedules of evaluations do. */
const labelMovedJobName = 'evaluations.prompt-label-moved';

export const moveLabel = command({
  event: 'prompt.label-moved',
  input: MoveLabel,
  may: ['edit', 'Prompt'],
  target: ({ db, input }) => lockedPrompt(db, input.promptId),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const { promptId, label, versionId } = input;
    assertMovable(label);
    const current = (await labelsOf(db, [promptId])).find((one) => one.label === label);
    assertUnmoved(label, current, input.expectedVersionId);
    const [version] = await db
      .select()
      .from(promptVersions)
      .where(and(eq(promptVersions.id, versionId), eq(promptVersions.promptId, promptId)));
    if (!version) throw invalid('versionId', 'versionId is not a version of this prompt');
    const moved = { versionId, movedBy: authorOf(ctx), movedAt: new Date(nowUs / 1000) };
    await db
      .insert(promptLabels)
      .values({ orgId: target.orgId, promptId, label, ...moved })
      .onConflictDoUpdate({ target: [promptLabels.promptId, promptLabels.label], set: moved });
    const change = { path: `/labels/${label}`, from: current?.versionId ?? null, to: versionId };
    const entity = { ref: `prompt/${promptId}`, name: target.name };
    const result = { label, ...moved, number: version.number, isProtected: false };
    const heard = { name: labelMovedJobName, payload: { promptId, label } };
    return audited(result, { entity, op: 'update', change: [change] }, [heard]);
  },
});

/** The next version, or the one that has this content already. The prompt's row must be locked or new. */
async function addVersion(db: Tx, ctx: Ctx, prompt: PromptRow, content: PromptContent, message: string) {
  const body = promptText(content);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const ofPrompt = eq(promptVersions.promptId, prompt.id);
  const entity = { ref: `prompt/${prompt.id}`, name: prompt.name };
  const [same] = await db
    .select()
    .from(promptVersions)
    .where(and(ofPrompt, eq(promptVersions.digest, digest)));
  if (same) {
    const evidence = {
      type: 'prompt.version-unchanged',
      op: 'read',
      entity,
      reasonCode: 'same_digest',
    } as const;
    return { version: asPromptVersion(same, prompt.name), unchanged: true, evidence };
  }
  const [last] = await db
    .select()
    .from(promptVersions)
    .where(ofPrompt)
    .orderBy(desc(promptVersions.number))
    .limit(1);
  const number = (last?.number ?? 0) + 1;
  const row = { id: ctx.ports.newId('prv'), orgId: prompt.orgId, promptId: prompt.id, number, digest, body };
  const [added] = await db
    .insert(promptVersions)
    .values({ ...row, message, createdBy: authorOf(ctx) })
    .returning();
  if (!added) throw notFound('Prompt version');
  const change = { path: `/versions/${number}`, from: null, to: { id: row.id, digest } };
  const evidence: Evidence = { type: 'prompt.version-added', op: 'update', entity, change: [change] };
  return { version: asPromptVersion(added, prompt.name), unchanged: false, evidence };
}

async function lockedPrompt(db: Tx, promptId: string) {
  const [row] = await db.select().from(prompts).where(eq(prompts.id, promptId)).for('update');
  if (!row) throw notFound('Prompt');
  return row;
}
