import { holdsForAll, type Policy } from './contract';

/** People, roles and tokens belong to administrators; everybody sees who is who and keeps tokens of their own.
 *  An administrator of one system only does not exist. */
export const identity: Policy = ({ can }, actor) => {
  // Set-up, sign-in and invitations: the commands ask for the secret that each needs.
  if (actor.kind === 'anonymous') can('create', ['Organisation', 'Session', 'Account']);
  if (actor.personId === null) return;
  const own = { personId: actor.personId };
  can('read', ['Organisation', 'Person', 'RoleGrant']);
  can(['read', 'create', 'delete'], 'ApiToken', own);
  can(['read', 'edit'], 'Account', own);
  can(['read', 'create', 'edit', 'delete'], 'Session', own);
  can(['create', 'withdraw'], 'RoleGrant', own);
  if (!holdsForAll(actor, 'administrator')) return;
  can(['edit', 'delete'], 'Organisation');
  can(['create', 'edit'], 'Person');
  can(['create', 'grant', 'withdraw'], 'RoleGrant');
  can(['read', 'delete'], 'ApiToken');
};
