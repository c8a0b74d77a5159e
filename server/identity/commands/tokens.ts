import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { apiTokens } from '@/db/schema/identity';
import { refusal } from '@/policies/ability';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { conflict, notFound, Refusal } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { newSecret, secretHash } from '../adapters/secrets';
import { CreateToken, TokenRef } from '../schema';
import { unrepeated } from './acting';

/** A token of the caller's own, which can do what they can and less. The secret (cs_…) is in this answer only. */
export const createToken = unrepeated(CreateToken, async (ctx, input) => {
  const secret = newSecret('cs');
  return { ...(await recordToken(ctx, { ...input, tokenHash: secretHash(secret) })), token: secret };
});

const dayMs = 86_400_000;

export const recordToken = command({
  event: 'token.created',
  input: CreateToken.extend({ tokenHash: z.string() }),
  may: ['create', 'ApiToken'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, personId: ctx.actor.personId ?? '' }),
  run: async ({ db, ctx, input, target, nowUs }) => {
    if (ctx.actor.kind !== 'user')
      throw new Refusal('forbidden', 'Only a signed-in person can make an API token');
    await assertSystemsSeen(db, ctx, input.systemIds ?? []);
    const id = ctx.ports.newId('tok');
    const expiresAt = new Date(nowUs / 1000 + input.days * dayMs);
    const { name, scopes, tokenHash } = input;
    const systemIds = input.systemIds ?? null;
    await db.insert(apiTokens).values({ id, ...target, name, tokenHash, scopes, systemIds, expiresAt });
    const after = { scopes, systemIds, expiresAt };
    const answer = { id, name, expiresAt: expiresAt.toISOString() };
    return audited(answer, { entity: { ref: `token/${id}`, name }, after });
  },
});

async function assertSystemsSeen(db: Tx, ctx: Ctx, systemIds: readonly string[]): Promise<void> {
  for (const systemId of systemIds) {
    const system = await systemById(db, systemId);
    if (!system || refusal(ctx.ability, 'read', 'System', system) !== null) throw notFound('System');
  }
}

export const revokeToken = command({
  event: 'token.revoked',
  input: TokenRef,
  may: ['delete', 'ApiToken'],
  target: async ({ db, input }) => {
    const [row] = await db.select().from(apiTokens).where(eq(apiTokens.id, input.tokenId)).for('update');
    if (!row) throw notFound('API token');
    return row;
  },
  run: async ({ db, target, nowUs }) => {
    if (target.revokedAt) throw conflict('This API token is revoked already');
    const revokedAt = new Date(nowUs / 1000);
    await db.update(apiTokens).set({ revokedAt }).where(eq(apiTokens.id, target.id));
    const change = [{ path: '/revoked_at', from: null, to: revokedAt.toISOString() }];
    return audited({}, { entity: { ref: `token/${target.id}`, name: target.name }, op: 'update', change });
  },
});
