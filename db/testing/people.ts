import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Actor } from '@/policies/contract';
import type { Ctx } from '@/server/kernel/context';
import { contextFor } from '@/server/kernel/runtime';
import { hashPassword } from '@/server/identity/adapters/passwords';
import { acting } from '@/server/identity/commands/acting';
import { requestRole } from '@/server/identity/commands/grants';
import { recordAcceptance } from '@/server/identity/commands/invitations';
import { createPerson } from '@/server/identity/commands/people';
import { type KnownAccount, startSession } from '@/server/identity/commands/sessions';
import { recordFounding } from '@/server/identity/commands/set-up';
import { signIn } from '@/server/identity/commands/sign-in';
import { actorOfSecret, anonymous } from '@/server/identity/queries/authentication';
import { invitationBehind } from '@/server/identity/queries/invitations';
import type { RoleName } from '@/server/identity/schema';
import { db } from './world';

export const password = 'correct horse battery';

/** Somebody who has not signed in, at an address of their own. */
export const stranger = (): Ctx => contextFor(anonymous(randomUUID()));

/** Signs in for real and gives the context that the next request would have. */
export async function signedIn(email: string, given = password): Promise<Ctx & { readonly secret: string }> {
  const { session } = await signIn(stranger(), { email, password: given });
  return { ...(await ctxOf(session)), secret: session };
}

export async function ctxOf(secret: string): Promise<Ctx> {
  return contextFor(await actorOf(secret));
}

async function actorOf(secret: string): Promise<Actor> {
  const actor = await actorOfSecret(secret);
  if (!actor) throw new Error('nobody is behind this secret');
  return actor;
}

/** Hashing takes long on purpose; these people share one hash. */
const shared = hashPassword(password);

/** An organisation with real rows: people who sign in, roles in the database. */
export async function founded() {
  const email = `ada-${randomUUID()}@example.org`;
  const organisation = { organisation: 'Test Hospital', name: 'Ada', email, demonstration: true };
  const guest = () => acting(stranger(), { ...stranger().actor, orgId });
  const orgId = `org_${randomUUID()}`;
  const founder = await recordFounding(guest(), { ...organisation, passwordHash: await shared });
  const enter = async (known: KnownAccount) =>
    ctxOf((await startSession(guest(), known, 'password')).session);
  const admin = () => enter(founder);

  /** A second person who has accepted the invitation; roles are granted by the administrator alone. */
  const join = async (...roles: RoleName[]) => {
    const address = `person-${randomUUID()}@example.org`;
    const ctx = await admin();
    const made = await createPerson(ctx, { name: 'A Person', email: address });
    const invited = await invitationBehind(made.invitation);
    const accepted = {
      personId: made.personId,
      invitationId: invited?.invitationId ?? '',
      passwordHash: await shared,
    };
    const { accountId } = await recordAcceptance(guest(), accepted);
    for (const role of roles) {
      const asked = await requestRole(ctx, { personId: made.personId, role });
      if (asked.state === 'requested') throw new Error('two people may grant already');
    }
    const known = { accountId, personId: made.personId, orgId };
    return { personId: made.personId, email: address, enter: () => enter(known) };
  };
  return { orgId, personId: founder.personId, email, guest, admin, join };
}

/** Every event of an organisation, oldest first, parsed from its exact bytes. */
export async function eventsOf(orgId: string): Promise<Record<string, unknown>[]> {
  const rows = await db.execute<{ body: string }>(
    sql`select convert_from(body, 'UTF8') as body from countersign.audit_events where org_id = ${orgId} order by id`,
  );
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}
