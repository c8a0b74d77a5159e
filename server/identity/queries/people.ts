import { and, asc, eq, getTableColumns, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { accounts, people, roleGrants, sessions } from '@/db/schema/identity';
import { containing, newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list, read } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { ListPeople, Nothing, type Person, PersonRef, RoleName } from '../schema';

const { createdBy: _, ...personColumns } = getTableColumns(people);
const columns = {
  ...personColumns,
  hasAccount: sql<boolean>`exists (select 1 from accounts where accounts.person_id = people.id)`,
  lastSeenAt: sql<Date | null>`(select max(seen_at) from sessions
    where sessions.org_id = people.org_id and sessions.person_id = people.id)`.mapWith(sessions.seenAt),
};

/** A person with the roles in force; undefined when there is none. */
export async function personById(db: Reader, personId: string): Promise<Person | undefined> {
  const rows = await db.select(columns).from(people).where(eq(people.id, personId));
  return (await withGrants(db, rows))[0];
}

/** Names to show beside ids, for the ids that are people of this organisation. */
export async function namesOf(
  db: Reader,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, [...new Set(personIds)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export const getPerson = read({
  input: PersonRef,
  of: 'Person',
  run: ({ db, input }) => personById(db, input.personId),
});

export const listPeople = list({
  input: ListPeople,
  of: 'Person',
  table: people,
  run: async ({ db, input, visible }) => {
    const rows = await db
      .select(columns)
      .from(people)
      .where(
        and(visible, containing(input.search, people.name, people.email), olderThan(input.cursor, people)),
      )
      .orderBy(...newestFirst(people))
      .limit(input.limit + 1);
    return pageOf(await withGrants(db, rows), input.limit, newestKey);
  },
});

async function withGrants(db: Reader, rows: Omit<Person, 'grants'>[]): Promise<Person[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const held = await db
    .select()
    .from(roleGrants)
    .where(and(inArray(roleGrants.personId, ids), isNotNull(roleGrants.fromAt), isNull(roleGrants.toAt)))
    .orderBy(asc(roleGrants.role), asc(roleGrants.scope));
  return rows.map((row) => ({
    ...row,
    grants: held
      .filter(({ personId }) => personId === row.id)
      .map(({ role, systemId }) => ({ role: RoleName.parse(role), systemId })),
  }));
}

/** For checking the caller's own password; never leaves the server. */
export const ownPassword = read({
  input: Nothing,
  of: 'Account',
  run: async ({ db, ctx }) => {
    const [row] = await db
      .select()
      .from(accounts)
      .where(and(eq(accounts.personId, ctx.actor.personId ?? ''), eq(accounts.provider, 'password')));
    return row && { ...row, email: row.subject };
  },
});
