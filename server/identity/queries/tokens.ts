import { and, eq, getTableColumns } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { apiTokens, apiTokenUses, people } from '@/db/schema/identity';
import { newestFirst, newestKey, olderThan } from '@/server/kernel/listing';
import { list } from '@/server/kernel/operation';
import { pageOf } from '@/server/kernel/paging';
import { tokenStateAt } from '../rules/lifetimes';
import { ApiToken, ListTokens } from '../schema';

const { tokenHash: _, ...tokenColumns } = getTableColumns(apiTokens);

/** One's own API tokens, or everybody's for an administrator; never their secrets. */
export const listTokens = list({
  input: ListTokens,
  of: 'ApiToken',
  table: apiTokens,
  run: async ({ db, input, visible, nowUs }) => {
    const rows = await db
      .select({ ...tokenColumns, personName: people.name, lastUsedAt: apiTokenUses.lastUsedAt })
      .from(apiTokens)
      .innerJoin(people, eq(people.id, apiTokens.personId))
      .leftJoin(apiTokenUses, eq(apiTokenUses.tokenId, apiTokens.id))
      .where(and(visible, olderThan(input.cursor, apiTokens)))
      .orderBy(...newestFirst(apiTokens))
      .limit(input.limit + 1);
    const tokens = rows.map((row) => ApiToken.parse({ ...row, state: tokenStateAt(row, nowUs) }));
    return pageOf(tokens, input.limit, newestKey);
  },
});

/** What the owner called a token; null when the actor is no token of this organisation. */
export async function tokenNameOf(db: Reader, actorId: string): Promise<string | null> {
  if (!actorId.startsWith('tok_')) return null;
  const [row] = await db.select({ name: apiTokens.name }).from(apiTokens).where(eq(apiTokens.id, actorId));
  return row?.name ?? null;
}
