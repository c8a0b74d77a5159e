import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { sessionCookie } from '@/server/identity/adapters/session-cookie';
import { approveRole, requestRole, revokeRole } from '@/server/identity/commands/grants';
import { acceptInvitation, invitePerson } from '@/server/identity/commands/invitations';
import { changeOwnPassword, reauthenticate } from '@/server/identity/commands/passwords';
import { createPerson, disablePerson, enablePerson, resetAccess } from '@/server/identity/commands/people';
import { type OpenedSession, signOut } from '@/server/identity/commands/sessions';
import { setUpInstallation } from '@/server/identity/commands/set-up';
import { signIn } from '@/server/identity/commands/sign-in';
import { createToken, revokeToken } from '@/server/identity/commands/tokens';
import { listGrants } from '@/server/identity/queries/grants';
import { getPerson, listPeople } from '@/server/identity/queries/people';
import { listTokens } from '@/server/identity/queries/tokens';
import { getInstallation, getViewer } from '@/server/identity/queries/viewer';
import { Person } from '@/server/identity/schema';
import { route } from '../route';

const tag = 'People and access';
const anonymous = true;

/** Who called with the session cookie gets the new one as a cookie; programs get it in the answer. */
async function renewed(result: OpenedSession, c: Context): Promise<Response> {
  c.header('cache-control', 'no-store');
  if (c.req.header('authorization') !== undefined) return c.json(result);
  const { name, value, options } = await sessionCookie(result.session);
  setCookie(c, name, value, { ...options, sameSite: 'Lax' });
  return c.json({ expiresAt: result.expiresAt });
}

const secretOnce = (result: object, c: Context): Response => {
  c.header('cache-control', 'no-store');
  return c.json(result);
};

const sessions = [
  route({
    method: 'post',
    path: '/sessions',
    summary: 'Sign in by e-mail and password; answers a bearer (css_…) for 12 hours',
    tag,
    anonymous,
    operation: signIn,
    respond: secretOnce,
  }),
  route({
    method: 'delete',
    path: '/sessions/current',
    summary: 'Sign out',
    tag,
    operation: signOut,
  }),
  route({
    method: 'post',
    path: '/sessions/current/reauthentication',
    summary: 'Give the password again; the session goes on under a new bearer',
    tag,
    operation: reauthenticate,
    respond: renewed,
  }),
  route({
    method: 'put',
    path: '/sessions/current/password',
    summary: 'Change your own password; your other sessions end',
    tag,
    operation: changeOwnPassword,
    respond: renewed,
  }),
  route({ method: 'get', path: '/whoami', summary: 'Who is calling', tag, operation: getViewer }),
];

const entrances = [
  route({
    method: 'get',
    path: '/installation',
    summary: 'Whether there is an organisation, and which ways in',
    tag,
    anonymous,
    operation: getInstallation,
  }),
  route({
    method: 'post',
    path: '/installation',
    summary: 'First visit: make the organisation and its administrator',
    tag,
    anonymous,
    operation: setUpInstallation,
    respond: secretOnce,
  }),
  route({
    method: 'post',
    path: '/invitations/acceptance',
    summary: 'Set your password with an invitation, and sign in',
    tag,
    anonymous,
    operation: acceptInvitation,
    respond: secretOnce,
  }),
];

const people = [
  route({ method: 'get', path: '/people', summary: 'List people', tag, operation: listPeople }),
  route({
    method: 'post',
    path: '/people',
    summary: 'Create a person; answers the invitation to pass on',
    tag,
    operation: createPerson,
    respond: secretOnce,
  }),
  route({
    method: 'get',
    path: '/people/{personId}',
    summary: 'One person',
    tag,
    operation: getPerson,
    output: Person,
  }),
  route({
    method: 'post',
    path: '/people/{personId}/invitation',
    summary: 'A new invitation for somebody who has not signed in yet',
    tag,
    operation: invitePerson,
    respond: secretOnce,
  }),
  route({
    method: 'post',
    path: '/people/{personId}/reset',
    summary: 'Replace a lost password: roles, tokens and sessions end',
    tag,
    operation: resetAccess,
    respond: secretOnce,
  }),
  route({
    method: 'post',
    path: '/people/{personId}/disable',
    summary: 'Disable a person',
    tag,
    operation: disablePerson,
  }),
  route({
    method: 'post',
    path: '/people/{personId}/enable',
    summary: 'Enable a person again',
    tag,
    operation: enablePerson,
  }),
];

const grants = [
  route({
    method: 'get',
    path: '/role-grants',
    summary: 'List roles and requests',
    tag,
    operation: listGrants,
  }),
  route({
    method: 'post',
    path: '/role-grants',
    summary: 'Request a role or responsibility',
    tag,
    operation: requestRole,
  }),
  route({
    method: 'post',
    path: '/role-grants/{grantId}/approval',
    summary: 'Approve a requested role',
    tag,
    operation: approveRole,
  }),
  route({
    method: 'delete',
    path: '/role-grants/{grantId}',
    summary: 'Revoke a role, or decline or withdraw a request',
    tag,
    operation: revokeRole,
  }),
];

const tokens = [
  route({ method: 'get', path: '/tokens', summary: 'List API tokens', tag, operation: listTokens }),
  route({
    method: 'post',
    path: '/tokens',
    summary: 'Create an API token; its secret is in this answer only',
    tag,
    operation: createToken,
    respond: secretOnce,
  }),
  route({
    method: 'delete',
    path: '/tokens/{tokenId}',
    summary: 'Revoke an API token',
    tag,
    operation: revokeToken,
  }),
];

export const identityRoutes = [...sessions, ...entrances, ...people, ...grants, ...tokens];
