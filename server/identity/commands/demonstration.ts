import { randomBytes } from 'node:crypto';
import type { Grant, Role } from '@/policies/contract';
import { loadFor } from '@/server/demonstration/rules/follow-up';
import { Cast } from '@/server/demonstration/schema';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { getInstallation } from '../queries/viewer';
import { Nothing } from '../schema';
import { acting, unrepeated } from './acting';
import { requestRole } from './grants';
import { acceptInvitation } from './invitations';
import { createPerson } from './people';
import { startSession, type KnownAccount } from './sessions';
import { foundDemonstration } from './set-up';

const organisation = 'Northfield Hospital (demonstration)';
const founder = { name: 'Ines Marlow', email: 'ines.marlow@northfield.example' };
const staff = {
  engineer: { name: 'Tomas Okafor', email: 'tomas.okafor@northfield.example', role: 'ml_engineer' },
  compliance: { name: 'Ruth Adeyemi', email: 'ruth.adeyemi@northfield.example', role: 'compliance_officer' },
  privacy: { name: 'Jonas Weller', email: 'jonas.weller@northfield.example', role: 'privacy_officer' },
  auditor: { name: 'Priya Castellan', email: 'priya.castellan@northfield.example', role: 'auditor' },
} as const satisfies Record<string, { name: string; email: string; role: Role }>;

export interface Credentials {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Generated, shown once, kept only as a hash. */
  readonly password: string;
}

const newPassword = () => randomBytes(12).toString('base64url');

/** Founds the demonstration organisation with its people and starts the job that fills it. The caller is signed in as
 *  its administrator.
 *  @throws Refusal precondition when this installation has an organisation, or a demonstration, already */
export const loadDemonstration = unrepeated(Nothing, async (ctx) => {
  const { hasOrganisation, hasDemonstration } = await getInstallation();
  if (hasOrganisation) throw precondition('This installation has an organisation already; sign in to it');
  if (hasDemonstration) throw precondition('The demonstration organisation is loaded already; sign in to it');
  const password = newPassword();
  const known = await foundDemonstration(ctx, { organisation, ...founder, password });
  const administrator = asPerson(ctx, known);
  const people: Credentials[] = [{ ...founder, role: 'administrator', password }];
  const ids: Record<string, string> = {};
  for (const [key, { role, ...person }] of Object.entries(staff)) {
    const chosen = newPassword();
    const { personId, invitation } = await createPerson(administrator, person);
    await acceptInvitation(ctx, { token: invitation, password: chosen });
    await requestRole(administrator, { personId, role });
    people.push({ ...person, role, password: chosen });
    ids[key] = personId;
  }
  const { auditor: _, ...cast } = ids;
  await startLoading(administrator, Cast.parse(cast));
  return { people, ...(await startSession(ctx, known, 'password')) };
});

function asPerson(ctx: Ctx, { accountId, personId, orgId }: KnownAccount): Ctx {
  const grants: Grant[] = [{ role: 'administrator', systemId: null }];
  return acting(ctx, { kind: 'user', id: accountId, personId, name: founder.name, orgId, grants });
}

export const startLoading = command({
  event: 'demonstration.load-started',
  input: Cast,
  may: ['edit', 'Organisation'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ ctx, input }) =>
    audited(
      {},
      {
        entity: { ref: `organisation/${ctx.actor.orgId}` },
        op: 'update',
        change: [{ path: '/demonstration', from: null, to: 'loading' }],
      },
      [loadFor(input)],
    ),
});
