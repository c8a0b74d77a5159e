import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { ctxOf, eventsOf, founded } from '@/db/testing/people';
import { db } from '@/db/testing/world';
import { createSystem } from '@/server/systems/commands';
import { getSystem, listSystems } from '@/server/systems/queries';
import { actorOfSecret } from '../queries/authentication';
import { listTokens } from '../queries/tokens';
import { getViewer } from '../queries/viewer';
import { createToken, revokeToken } from './tokens';

const wanted = { name: 'pipeline', scopes: ['read' as const], days: 30 };

describe('an API token', () => {
  it('acts as its owner with less, and its secret is shown once', async () => {
    const org = await founded();
    const ctx = await (await org.join('ml_engineer')).enter();
    const made = await createToken(ctx, wanted);
    expect((await eventsOf(org.orgId)).at(-1)).toMatchObject({
      type: 'token.created',
      entity: { name: 'pipeline' },
    });
    expect(JSON.stringify(await eventsOf(org.orgId))).not.toContain(made.token);
    const token = await ctxOf(made.token);
    expect(token.actor).toMatchObject({
      kind: 'token',
      id: made.id,
      personId: ctx.actor.personId,
      scopes: ['read'],
    });
    await expect(createSystem(token, { name: 'x', purpose: 'x', stage: 'planned' })).rejects.toThrow(
      /"write"/,
    );
    await expect(createToken(token, wanted)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await getViewer(token, {})).toMatchObject({
      id: ctx.actor.personId,
      organisation: { name: 'Test Hospital' },
    });
    const [listed] = (await listTokens(ctx, { limit: 5 })).items;
    expect(listed).toMatchObject({ id: made.id, lastUsedAt: expect.any(Date) });
    expect(JSON.stringify(listed)).not.toContain('Hash');
  });

  it('may be limited to systems that its owner sees', async () => {
    const org = await founded();
    const ctx = await (await org.join('ml_engineer')).enter();
    const [one, two] = [
      await createSystem(ctx, { name: 'one', purpose: 'x', stage: 'planned' }),
      await createSystem(ctx, { name: 'two', purpose: 'x', stage: 'planned' }),
    ];
    const token = await ctxOf((await createToken(ctx, { ...wanted, systemIds: [one.id] })).token);
    expect((await listSystems(token, { limit: 9 })).items.map(({ name }) => name)).toEqual(['one']);
    await expect(getSystem(token, { systemId: two.id })).rejects.toMatchObject({ code: 'not_found' });
    const unseen = createToken(ctx, { ...wanted, systemIds: ['sys_none'] });
    await expect(unseen).rejects.toMatchObject({ code: 'not_found' });
  });

  it('with no more than gate:check still says whose it is', async () => {
    const org = await founded();
    const ctx = await org.admin();
    const token = await ctxOf((await createToken(ctx, { ...wanted, scopes: ['gate:check'] })).token);
    expect(await getViewer(token, {})).toMatchObject({ id: org.personId });
    await expect(listSystems(token, { limit: 9 })).resolves.toMatchObject({ items: [] });
  });

  it('stops working when it is revoked or too old', async () => {
    const org = await founded();
    const ctx = await org.admin();
    const made = await createToken(ctx, wanted);
    await revokeToken(ctx, { tokenId: made.id });
    expect((await eventsOf(org.orgId)).at(-1)).toMatchObject({ type: 'token.revoked' });
    expect(await actorOfSecret(made.token)).toBeNull();
    await expect(revokeToken(ctx, { tokenId: made.id })).rejects.toMatchObject({ code: 'conflict' });
    const old = await createToken(ctx, wanted);
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update countersign.api_tokens set expires_at = now() where id = ${old.id}`);
    });
    expect(await actorOfSecret(old.token)).toBeNull();
  });

  it('of somebody else is not seen; an administrator sees and revokes it', async () => {
    const org = await founded();
    const [one, two] = [await (await org.join('viewer')).enter(), await (await org.join('viewer')).enter()];
    const made = await createToken(one, wanted);
    expect((await listTokens(two, { limit: 9 })).items).toEqual([]);
    await expect(revokeToken(two, { tokenId: made.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(revokeToken(await (await founded()).admin(), { tokenId: made.id })).rejects.toThrow(
      /not found/,
    );
    await revokeToken(await org.admin(), { tokenId: made.id });
  });
});
