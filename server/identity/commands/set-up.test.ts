import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { ctxOf, eventsOf, founded, password, signedIn, stranger } from '@/db/testing/people';
import { db } from '@/db/testing/world';
import { getInstallation, getViewer } from '../queries/viewer';
import { closeDemonstration, foundDemonstration, setUpInstallation } from './set-up';

const given = () => ({
  organisation: 'Test Hospital',
  name: 'Ada',
  email: `ada-${randomUUID()}@example.org`,
  password,
});
const typesOf = async (orgId: string) => (await eventsOf(orgId)).map(({ type }) => type);

describe('setting up', () => {
  it('works beside demonstrations, once: organisation, administrator, first leaves of the log, a session', async () => {
    await foundDemonstration(stranger(), given());
    expect(await getInstallation()).toMatchObject({ hasOrganisation: false, hasDemonstration: true });
    const both = await Promise.allSettled([
      setUpInstallation(stranger(), given()),
      setUpInstallation(stranger(), given()),
    ]);
    const session = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.session] : []));
    expect(session).toHaveLength(1);
    const ctx = await ctxOf(session[0] ?? '');
    expect(await getViewer(ctx, {})).toMatchObject({
      name: 'Ada',
      organisation: { name: 'Test Hospital', demonstration: false },
      grants: [{ role: 'administrator', systemId: null }],
    });
    const types = await typesOf(ctx.actor.orgId);
    expect(types[0]).toBe('log.created');
    expect(types.filter((type) => type !== 'key.created').slice(1)).toEqual([
      'organisation.created',
      'person.created',
      'role.granted',
      'session.started',
    ]);
    expect(await getInstallation()).toMatchObject({ hasOrganisation: true });
    await expect(setUpInstallation(stranger(), given())).rejects.toMatchObject({ code: 'precondition' });
  });

  it('grants the first role single-handed and says so', async () => {
    const org = await founded();
    const grant = (await eventsOf(org.orgId)).find(({ type }) => type === 'role.granted');
    expect(grant).toMatchObject({
      entity: { ref: `person/${org.personId}` },
      action: { reason_code: 'bootstrap' },
      change: [{ path: '/grants/administrator', from: null, to: { scope: 'org' } }],
    });
  });

  it('refuses a password that is the first guess', async () => {
    const weak = { ...given(), email: 'adelaide@example.org', password: 'Adelaide-2026' };
    await expect(setUpInstallation(stranger(), weak)).rejects.toMatchObject({ code: 'invalid' });
    await expect(setUpInstallation(stranger(), { ...weak, password: 'aaaaaaaaaaaaaa' })).rejects.toThrow(
      /different/,
    );
  });
});

describe('removing a demonstration', () => {
  it('lets nobody sign in again, forgets their addresses and keeps the log', async () => {
    const org = await founded();
    const ctx = await org.admin();
    await closeDemonstration(ctx, {});
    await expect(signedIn(org.email)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await typesOf(org.orgId)).at(-1)).toBe('organisation.closed');
    const [left] = await db.execute(
      sql`select count(*)::int as n from countersign.people where email = ${org.email}`,
    );
    expect(left).toEqual({ n: 0 });
    expect((await founded()).orgId).not.toBe(org.orgId);
  });

  it('is refused to whoever is no administrator', async () => {
    const org = await founded();
    const person = await org.join('compliance_officer');
    await expect(closeDemonstration(await person.enter(), {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});
