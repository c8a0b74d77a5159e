import { holds, type Policy } from './contract';

/** People, roles and tokens belong to administrators; everybody sees who is who and keeps tokens of their own. */
export const identity: Policy = ({ can }, actor) => {
  if (actor.personId === null) return;
  can('read', ['Organisation', 'Person', 'RoleGrant']);
  can(['read', 'create', 'delete'], 'ApiToken', { personId: actor.personId });
  can('edit', 'Person', { id: actor.personId });
  if (!holds(actor, 'administrator')) return;
  can(['edit', 'delete'], 'Organisation');
  can(['create', 'edit'], 'Person');
  can('grant', 'RoleGrant');
  can(['read', 'delete'], 'ApiToken');
};
