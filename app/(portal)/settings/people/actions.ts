'use server';
import { form } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { CreatePerson, GrantRef, PersonRef, RequestRole } from '@/server/identity/schema';
import { baseUrl } from '@/server/trpc/caller';

/** The whole address that an administrator passes on. */
const linked = ({ invitation, expiresAt }: { invitation: string; expiresAt: string }) => ({
  link: `${baseUrl()}${paths.invitation(invitation)}`,
  expiresAt,
});

export const addPerson = form(CreatePerson, async (api, input) =>
  linked(await api.identity.createPerson(input)),
);
export const inviteAgain = form(PersonRef, async (api, input) =>
  linked(await api.identity.invitePerson(input)),
);
export const resetAccess = form(PersonRef, async (api, input) =>
  linked(await api.identity.resetAccess(input)),
);
export const disable = form(PersonRef, (api, input) => api.identity.disablePerson(input));
export const enable = form(PersonRef, (api, input) => api.identity.enablePerson(input));

export const requestRole = form(
  RequestRole,
  (api, input) => api.identity.requestRole(input),
  ({ systemId, ...values }) => (systemId === 'all' ? values : { ...values, systemId }),
);
export const approveRole = form(GrantRef, (api, input) => api.identity.approveRole(input));
export const revokeRole = form(GrantRef, (api, input) => api.identity.revokeRole(input));
