import { z } from 'zod';
import { responsibilities, roles, scopes } from '@/policies/contract';
import { id, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { longestTokenDays } from './rules/lifetimes';

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('must be an e-mail address'));

/** 12 to 128 characters of any kind. */
export const Password = z
  .string()
  .min(12, 'must have at least 12 characters')
  .max(128, 'must have at most 128 characters');
/** One that is checked, not set: bounded, so that nobody makes us hash a book. */
const GivenPassword = z.string().min(1, 'must be filled in').max(128, 'must have at most 128 characters');

const Secret = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[\\w-]{43}$`), `must be a secret that begins with ${prefix}_`);

export const RoleName = z.enum([...roles, ...responsibilities]);
export type RoleName = z.infer<typeof RoleName>;
export const Scope = z.enum(scopes);

export const Nothing = z.strictObject({});

export const SetUp = z.strictObject({
  organisation: text(120),
  name: text(120),
  email: Email,
  password: Password,
});

export const SignIn = z.strictObject({ email: Email, password: GivenPassword });
export const Reauthenticate = z.strictObject({ password: GivenPassword });
export const ChangePassword = z.strictObject({ current: GivenPassword, password: Password });
export const InvitationRef = z.strictObject({ token: Secret('csi') });
export const AcceptInvitation = z.strictObject({ token: Secret('csi'), password: Password });

export const CreatePerson = z.strictObject({ name: text(120), email: Email });
export const PersonRef = z.strictObject({ personId: id('per') });
export const ListPeople = z.strictObject({ ...Paging, search: z.string().max(100).optional() });

export const RequestRole = z.strictObject({
  personId: id('per'),
  role: RoleName,
  /** The one system it is held on; left out, it is held in the whole organisation. */
  systemId: id('sys').optional(),
});
export const GrantRef = z.strictObject({ grantId: id('grt') });
export const GrantState = z.enum(['requested', 'held', 'ended', 'declined']);
export const ListGrants = z.strictObject({
  ...Paging,
  personId: id('per').optional(),
  state: GrantState.optional(),
});

export const CreateToken = z.strictObject({
  name: text(80),
  scopes: z.array(Scope).min(1, 'must name at least one scope').max(scopes.length),
  /** Left out: every system that you may see. */
  systemIds: z.array(id('sys')).min(1).max(50, 'must name at most 50 systems').optional(),
  days: z.coerce
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(longestTokenDays, `must be at most ${longestTokenDays}`)
    .default(30),
});
export const TokenRef = z.strictObject({ tokenId: id('tok') });
export const ListTokens = z.strictObject({ ...Paging });

const Grant = z.strictObject({ role: RoleName, systemId: z.string().nullable() });

export const Person = z.strictObject({
  id: z.string(),
  orgId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  /** When somebody last signed in as this person, to the minute. */
  lastSeenAt: z.date().nullable(),
  /** A password or a link with the identity provider exists; until then the invitation waits. */
  hasAccount: z.boolean(),
  grants: z.array(Grant),
});
export type Person = z.infer<typeof Person>;

export const RoleGrant = z.strictObject({
  id: z.string(),
  orgId: z.string(),
  personId: z.string(),
  personName: z.string(),
  role: RoleName,
  systemId: z.string().nullable(),
  systemName: z.string().nullable(),
  state: GrantState,
  requestedBy: z.string(),
  requestedByName: z.string().nullable(),
  createdAt: z.date(),
  approvedBy: z.string().nullable(),
  approvedByName: z.string().nullable(),
  /** Granted by one person alone, before a second one could grant roles. */
  isBootstrap: z.boolean(),
  fromAt: z.date().nullable(),
  toAt: z.date().nullable(),
  /** Why the caller is not the one who can approve it, as an administrator or not; null = they would be. */
  approvalBlocked: z.string().nullable(),
});
export type RoleGrant = z.infer<typeof RoleGrant>;

export const ApiToken = z.strictObject({
  id: z.string(),
  orgId: z.string(),
  personId: z.string(),
  personName: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  systemIds: z.array(z.string()).nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
  revokedAt: z.date().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
  lastUsedAt: z.date().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
