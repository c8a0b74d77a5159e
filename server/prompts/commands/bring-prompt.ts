import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { prompts, promptVersions } from '@/db/schema/prompts';
import type { Evidence } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { assertMay } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import { promptText } from '../rules';
import type { PromptContent } from '../schema';

export interface BroughtPrompt {
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly message: string;
  readonly content: PromptContent;
}

/** A new prompt with its first version, in the transaction of the suite that comes with it. */
export async function bringPrompt(
  db: Tx,
  ctx: Ctx,
  { content, message, ...given }: BroughtPrompt,
): Promise<{ readonly promptId: string; readonly evidence: readonly Evidence[] }> {
  const owned = { orgId: ctx.actor.orgId, createdBy: authorOf(ctx) };
  assertMay(ctx, 'create', 'Prompt', owned);
  if ((await db.$count(prompts, eq(prompts.name, given.name))) > 0)
    throw taken(`There is a prompt called ${given.name} already; choose another name`);
  const body = promptText(content);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  const row = { id: ctx.ports.newId('prm'), ...owned, ...given };
  const id = ctx.ports.newId('prv');
  await db.insert(prompts).values(row);
  await db
    .insert(promptVersions)
    .values({ id, ...owned, promptId: row.id, number: 1, digest, body, message });
  const entity = { ref: `prompt/${row.id}`, name: row.name };
  const change = { path: '/versions/1', from: null, to: { id, digest } };
  return {
    promptId: row.id,
    evidence: [
      { type: 'prompt.created', op: 'create', entity, after: row },
      { type: 'prompt.version-added', op: 'update', entity, change: [change] },
    ],
  };
}

const taken = (words: string) => new Refusal('conflict', words, { fields: { name: [words] } });
