import { describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { db, world } from '@/db/testing/world';
import { createSystem, editSystem } from './commands';
import { countSystems, getSystem, listSystems } from './queries';

const triage = {
  name: 'triage-assistant',
  purpose: 'Sorts arriving patients',
  stage: 'development' as const,
};

describe('creating a system', () => {
  it('stores it and leaves its evidence in one commit', async () => {
    const org = world();
    const created = await createSystem(org.as('ml_engineer'), triage);
    expect(await getSystem(org.as('auditor'), { systemId: created.id })).toMatchObject(triage);
    expect(await org.trail()).toEqual(['system.created']);
  });

  it('is refused to an auditor, who is told why, and the refusal is recorded', async () => {
    const org = world();
    await expect(createSystem(org.as('auditor'), triage)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await org.trail()).toEqual(['access.denied']);
  });

  it('refuses a second system of the same name', async () => {
    const org = world();
    await createSystem(org.as('ml_engineer'), triage);
    await expect(createSystem(org.as('ml_engineer'), triage)).rejects.toMatchObject({ code: 'conflict' });
    expect(await org.trail()).toEqual(['system.created']);
  });
});

describe('editing a system', () => {
  it('records what changed, from what, to what', async () => {
    const org = world();
    const { id } = await createSystem(org.as('ml_engineer'), triage);
    await editSystem(org.as('ml_lead'), { systemId: id, stage: 'in_use' });
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'system.edited',
      change: [{ path: '/stage', from: 'development', to: 'in_use' }],
    });
  });

  it('does not exist for another organisation', async () => {
    const { id } = await createSystem(world().as('ml_engineer'), triage);
    const stranger = world().as('ml_engineer');
    await expect(editSystem(stranger, { systemId: id, stage: 'retired' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(getSystem(stranger, { systemId: id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('listing systems', () => {
  it('shows a person with a role on one system only that one, and pages', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    const first = await createSystem(engineer, triage);
    await createSystem(engineer, { ...triage, name: 'screener' });
    const limited = org.as({ role: 'viewer', systemId: first.id });
    expect((await listSystems(limited, { limit: 50 })).items.map((item) => item.name)).toEqual([
      'triage-assistant',
    ]);
    const page = await listSystems(engineer, { limit: 1 });
    const next = await listSystems(engineer, { limit: 1, cursor: page.nextCursor ?? undefined });
    expect([...page.items, ...next.items].map((item) => item.name)).toEqual(['screener', 'triage-assistant']);
    expect(next.nextCursor).toBeNull();
    expect(await countSystems(engineer, {})).toEqual([{ stage: 'development', systems: 2 }]);
    expect(await countSystems(limited, {})).toEqual([{ stage: 'development', systems: 1 }]);
  });
});

describe('the commit lock', () => {
  it('refuses a change that leaves no event', async () => {
    const org = world();
    const change = db.transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('countersign.org', ${org.orgId}, true), set_config('search_path', 'countersign', true)`,
      );
      await tx.execute(sql`insert into systems (id, org_id, name, purpose, owner_id, stage, created_by)
        values (${`sys_${org.orgId}`}, ${org.orgId}, 'x', 'x', 'per_x', 'planned', 'per_x')`);
    });
    await expect(change).rejects.toMatchObject({ code: 'AU001' });
  });
});
