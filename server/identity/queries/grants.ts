import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '@/db/client';
import { people, roleGrants } from '@/db/schema/identity';
import { systems } from '@/db/schema/systems';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { fourEyes, stateOf } from '../rules/grants';
import { ListGrants, type RoleGrant, RoleName } from '../schema';

export type Grant = typeof roleGrants.$inferSelect;

/** Everybody who may grant roles; `isEnabled` false = cannot sign in at present. */
export const administratorsOf = (db: Reader) =>
  db
    .selectDistinct({ personId: roleGrants.personId, isEnabled: sql<boolean>`${people.disabledAt} is null` })
    .from(roleGrants)
    .innerJoin(people, eq(people.id, roleGrants.personId))
    .where(and(eq(roleGrants.role, 'administrator'), isNotNull(roleGrants.fromAt), isNull(roleGrants.toAt)));

const holder = alias(people, 'holder');
const asker = alias(people, 'asker');
const approver = alias(people, 'approver');

const inState = {
  requested: and(isNull(roleGrants.fromAt), isNull(roleGrants.toAt)),
  held: and(isNotNull(roleGrants.fromAt), isNull(roleGrants.toAt)),
  ended: and(isNotNull(roleGrants.fromAt), isNotNull(roleGrants.toAt)),
  declined: and(isNull(roleGrants.fromAt), isNotNull(roleGrants.toAt)),
};

/** Roles and responsibilities that are requested, held or over, newest request first. */
export const listGrants = list({
  input: ListGrants,
  of: 'RoleGrant',
  table: roleGrants,
  run: async ({ db, ctx, input, visible }) => {
    const rows = await db
      .select({
        grant: roleGrants,
        personName: holder.name,
        systemName: systems.name,
        requestedByName: asker.name,
        approvedByName: approver.name,
      })
      .from(roleGrants)
      .innerJoin(holder, eq(holder.id, roleGrants.personId))
      .leftJoin(systems, eq(systems.id, roleGrants.systemId))
      .leftJoin(asker, eq(asker.id, roleGrants.requestedBy))
      .leftJoin(approver, eq(approver.id, roleGrants.approvedBy))
      .where(
        and(
          visible,
          input.personId ? eq(roleGrants.personId, input.personId) : undefined,
          input.state && inState[input.state],
          olderThan(input.cursor, roleGrants),
        ),
      )
      .orderBy(...newestFirst(roleGrants))
      .limit(input.limit + 1);
    const named = rows.map(({ grant, ...names }) => asRoleGrant(grant, names, ctx.actor.personId ?? ''));
    return pageOf(named, input.limit, newestKey);
  },
});

type Names = Pick<RoleGrant, 'personName' | 'systemName' | 'requestedByName' | 'approvedByName'>;

const asRoleGrant = ({ scope: _, ...grant }: Grant, names: Names, callerId: string): RoleGrant => ({
  ...grant,
  ...names,
  role: RoleName.parse(grant.role),
  state: stateOf(grant),
  approvalBlocked: fourEyes(grant, callerId),
  isBootstrap: grant.fromAt !== null && grant.approvedBy === null,
});
