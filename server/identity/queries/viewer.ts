import { eq, sql } from 'drizzle-orm';
import { organisations, people } from '@/db/schema/identity';
import { read } from '@/server/kernel/operation';
import { runtime } from '@/server/kernel/runtime';
import { Nothing } from '../schema';
import { one } from './authentication';
import { z } from 'zod';

/** Who is calling: the person, the organisation and what they hold. `actor` is what the policies judge. */
export const getViewer = read({
  input: Nothing,
  of: 'Person',
  run: async ({ db, ctx }) => {
    const { address: _, ...actor } = ctx.actor;
    const [row] = await db
      .select({ person: people, organisation: organisations })
      .from(people)
      .innerJoin(organisations, eq(organisations.id, people.orgId))
      .where(eq(people.id, actor.personId ?? ''));
    if (!row) return undefined;
    const { id, name, email, orgId } = row.person;
    return {
      id,
      orgId,
      name,
      email: email ?? '',
      organisation: { id: orgId, name: row.organisation.name, demonstration: row.organisation.demonstration },
      grants: actor.grants,
      assurance: ctx.ports.assurance,
      actor,
    };
  },
});

const State = z.object({ organisation: z.boolean(), demonstration: z.boolean() });

/** For the pages before sign-in: which kinds of organisation exist, and the identity provider's name if there is one. */
export const getInstallation = Object.assign(
  async () => {
    const state = await one(sql`countersign.installation_state(false)`, State);
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME } = runtime().env;
    return {
      hasOrganisation: state?.organisation === true,
      hasDemonstration: state?.demonstration === true,
      provider: OIDC_ISSUER && OIDC_CLIENT_ID ? OIDC_NAME : null,
    };
  },
  { input: Nothing },
);
