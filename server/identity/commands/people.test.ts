import { describe, expect, it } from 'vitest';
import { ctxOf, eventsOf, founded, password, signedIn, stranger } from '@/db/testing/people';
import { world } from '@/db/testing/world';
import { actorOfSecret } from '../queries/authentication';
import { getInvitation } from '../queries/invitations';
import { getPerson, listPeople } from '../queries/people';
import { requestRole } from './grants';
import { acceptInvitation, invitePerson } from './invitations';
import { createPerson, disablePerson, enablePerson, resetAccess } from './people';
import { createToken } from './tokens';

const last = async (orgId: string) => (await eventsOf(orgId)).at(-1);

describe('a new person', () => {
  it('sets the password behind a link that works once', async () => {
    const org = await founded();
    const email = `bo-${org.orgId}@example.org`;
    const made = await createPerson(await org.admin(), { name: 'Bo', email });
    expect(await last(org.orgId)).toMatchObject({ type: 'person.created', change: [{ to: 'invited' }] });
    expect(await getInvitation(stranger(), { token: made.invitation })).toEqual({
      organisation: 'Test Hospital',
      name: 'Bo',
      email,
    });
    const { session } = await acceptInvitation(stranger(), { token: made.invitation, password });
    expect((await ctxOf(session)).actor).toMatchObject({ personId: made.personId, grants: [] });
    expect((await eventsOf(org.orgId)).map(({ type }) => type).slice(-2)).toEqual([
      'invitation.accepted',
      'session.started',
    ]);
    const again = acceptInvitation(stranger(), { token: made.invitation, password });
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
    expect((await signedIn(email)).actor.personId).toBe(made.personId);
    expect(JSON.stringify(await eventsOf(org.orgId))).not.toMatch(/example\.org|csi_|"Bo"/);
  });

  it('two who open the same link at once get one account', async () => {
    const org = await founded();
    const made = await createPerson(await org.admin(), { name: 'Bo', email: `x-${org.orgId}@example.org` });
    const both = await Promise.allSettled(
      [1, 2].map(() => acceptInvitation(stranger(), { token: made.invitation, password })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('can be sent a new link until the first sign-in; the older one is dead', async () => {
    const org = await founded();
    const admin = await org.admin();
    const made = await createPerson(admin, { name: 'Bo', email: `y-${org.orgId}@example.org` });
    const { invitation } = await invitePerson(admin, made);
    expect(await last(org.orgId)).toMatchObject({ type: 'person.invited' });
    const old = acceptInvitation(stranger(), { token: made.invitation, password });
    await expect(old).rejects.toMatchObject({ code: 'not_found' });
    await acceptInvitation(stranger(), { token: invitation, password });
    await expect(invitePerson(admin, made)).rejects.toMatchObject({ code: 'precondition' });
  });

  it('needs an administrator and an address that nobody has', async () => {
    const org = await founded();
    const person = await org.join('compliance_officer');
    const bo = { name: 'Bo', email: `z-${org.orgId}@example.org` };
    await expect(createPerson(await person.enter(), bo)).rejects.toMatchObject({ code: 'forbidden' });
    const taken = createPerson(await org.admin(), { ...bo, email: person.email });
    await expect(taken).rejects.toMatchObject({ code: 'conflict' });
    const other = await founded();
    await expect(invitePerson(await other.admin(), person)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('disabling and enabling', () => {
  it('keeps the roles for the day of return', async () => {
    const org = await founded();
    const person = await org.join('legal');
    const admin = await org.admin();
    const ctx = await person.enter();
    const { token } = await createToken(ctx, { name: 'ci', scopes: ['read'], days: 1 });
    await disablePerson(admin, person);
    expect(await last(org.orgId)).toMatchObject({ type: 'person.disabled' });
    expect(await actorOfSecret(token)).toBeNull();
    await expect(disablePerson(admin, person)).rejects.toMatchObject({ code: 'conflict' });
    await expect(requestRole(admin, { ...person, role: 'viewer' })).rejects.toMatchObject({
      code: 'precondition',
    });
    await enablePerson(admin, person);
    expect(await last(org.orgId)).toMatchObject({ type: 'person.enabled' });
    expect((await signedIn(person.email)).actor.grants).toEqual([{ role: 'legal', systemId: null }]);
    await expect(enablePerson(admin, person)).rejects.toMatchObject({ code: 'conflict' });
    await expect(disablePerson(await person.enter(), org)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('resetting access', () => {
  it('replaces a lost password and ends what could be abused: roles, tokens, sessions', async () => {
    const org = await founded();
    const person = await org.join('legal');
    const ctx = await person.enter();
    const { token } = await createToken(ctx, { name: 'ci', scopes: ['read'], days: 1 });
    const { invitation } = await resetAccess(await org.admin(), person);
    expect((await eventsOf(org.orgId)).map(({ type }) => type).slice(-2)).toEqual([
      'person.access_reset',
      'role.revoked',
    ]);
    expect(await actorOfSecret(token)).toBeNull();
    await expect(signedIn(person.email)).rejects.toMatchObject({ code: 'unauthenticated' });
    const { session } = await acceptInvitation(stranger(), { token: invitation, password });
    expect((await ctxOf(session)).actor.grants).toEqual([]);
  });

  it('is refused for administrators, and to everybody else', async () => {
    const org = await founded();
    const person = await org.join('administrator');
    await expect(resetAccess(await org.admin(), person)).rejects.toMatchObject({ code: 'precondition' });
    const other = await org.join();
    await expect(resetAccess(await other.enter(), org)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('people', () => {
  it('are listed with their roles, newest first, and found by name or address', async () => {
    const org = await founded();
    const person = await org.join('auditor');
    const ctx = await person.enter();
    const page = await listPeople(ctx, { limit: 1 });
    expect(page.items[0]).toMatchObject({
      id: person.personId,
      grants: [{ role: 'auditor' }],
      hasAccount: true,
    });
    expect(page.items[0]?.lastSeenAt).toBeInstanceOf(Date);
    const next = await listPeople(ctx, { limit: 1, cursor: page.nextCursor ?? undefined });
    expect(next.items.map(({ name }) => name)).toEqual(['Ada']);
    expect((await listPeople(ctx, { limit: 9, search: 'ada' })).items).toHaveLength(1);
    await expect(getPerson(world().as('auditor'), person)).rejects.toMatchObject({ code: 'not_found' });
  });
});
