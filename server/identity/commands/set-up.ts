import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { accounts, organisations, people, roleGrants } from '@/db/schema/identity';
import { birthEvents, birthOf } from '@/server/audit/rules/birth';
import { foundEnvironmentsJob } from '@/server/gates/jobs';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { hashPassword } from '../adapters/passwords';
import { assertGoodPassword } from '../rules/password';
import { Email, SetUp } from '../schema';
import { acting, unrepeated } from './acting';
import { type KnownAccount, startSession } from './sessions';

/** The first visit: an organisation with its administrator, who is signed in at once.
 *  @throws Refusal precondition when there is an organisation already */
export const setUpInstallation = unrepeated(SetUp, async (ctx, input) =>
  startSession(ctx, await found(ctx, input, false), 'password'),
);

/** An organisation of invented people; any number may follow each other, and they do not count as set-up. */
export const foundDemonstration = (ctx: Ctx, input: z.output<typeof SetUp>): Promise<KnownAccount> =>
  found(ctx, input, true);

async function found(ctx: Ctx, { password, ...input }: z.output<typeof SetUp>, demonstration: boolean) {
  assertGoodPassword(password, input.email);
  const passwordHash = await hashPassword(password);
  const orgId = ctx.ports.newId('org');
  const founder = {
    kind: 'anonymous',
    id: 'anonymous',
    personId: null,
    name: 'Anonymous',
    grants: [],
  } as const;
  return recordFounding(acting(ctx, { ...founder, orgId }), { ...input, passwordHash, demonstration });
}

const Founding = z.strictObject({
  organisation: z.string(),
  name: z.string(),
  email: Email,
  passwordHash: z.string(),
  demonstration: z.boolean(),
});

export const recordFounding = command({
  event: 'organisation.created',
  events: [...birthEvents, 'person.created', 'role.granted'],
  input: Founding,
  may: ['create', 'Organisation'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input, target: { orgId }, nowUs }) => {
    const { demonstration } = input;
    if (!demonstration) await assertFirst(db);
    const known = { accountId: ctx.ports.newId('usr'), personId: ctx.ports.newId('per'), orgId };
    const { accountId, personId } = known;
    const { email, name, passwordHash } = input;
    await db.insert(organisations).values({ id: orgId, orgId, name: input.organisation, demonstration });
    await db.insert(people).values({ id: personId, orgId, name, email, createdBy: personId });
    await db
      .insert(accounts)
      .values({ id: accountId, orgId, personId, provider: 'password', subject: email, passwordHash });
    await db.insert(roleGrants).values({
      id: ctx.ports.newId('grt'),
      orgId,
      personId,
      role: 'administrator',
      scope: 'org',
      requestedBy: personId,
      fromAt: new Date(nowUs / 1000),
    });
    return audited(
      known,
      [
        ...birthOf(ctx.ports.logIdentity(orgId)),
        { entity: { ref: `organisation/${orgId}`, name: input.organisation }, after: { demonstration } },
        ...foundersEvents(personId),
      ],
      [foundEnvironmentsJob.with({})],
    );
  },
  waitsForInclusion: true,
});

const foundersEvents = (personId: string) => [
  {
    type: 'person.created',
    entity: { ref: `person/${personId}` },
    op: 'create' as const,
    change: [{ path: '/state', from: null, to: 'active' }],
  },
  {
    type: 'role.granted',
    entity: { ref: `person/${personId}` },
    op: 'update' as const,
    reasonCode: 'bootstrap',
    change: [{ path: '/grants/administrator', from: null, to: { scope: 'org' } }],
  },
];

async function assertFirst(db: Tx): Promise<void> {
  const [row] = await db.execute<{ taken: boolean }>(
    sql`select (installation_state(true) ->> 'organisation')::boolean as taken`,
  );
  if (row?.taken !== false)
    throw precondition('This installation has an organisation already; sign in to it');
}

/** Ends a demonstration organisation: its people cannot sign in any more and are forgotten, its log is kept. */
export const closeDemonstration = command({
  event: 'organisation.closed',
  input: z.strictObject({}),
  may: ['delete', 'Organisation'],
  target: async ({ db, ctx }) => {
    const [row] = await db.select().from(organisations).for('update');
    if (!row || row.id !== ctx.actor.orgId) throw notFound('Organisation');
    return row;
  },
  run: async ({ db, target, nowUs }) => {
    if (!target.demonstration) throw precondition('Only a demonstration organisation can be removed');
    const closedAt = new Date(nowUs / 1000);
    await db.update(organisations).set({ closedAt });
    await db.update(people).set({ email: null });
    await db.delete(accounts);
    const change = [{ path: '/state', from: 'open', to: 'closed' }];
    return audited(
      {},
      { entity: { ref: `organisation/${target.id}`, name: target.name }, op: 'update', change },
    );
  },
});
