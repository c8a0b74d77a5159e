import { eq } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { frameworkPacks } from '@/db/schema/checklists';
import { read } from '@/server/kernel/operation';
import { NoInput } from '../schema';
import { type Pack, shippedPacks } from './shipped-packs';

export const notKept = 'Every pack that the product ships is kept already';

/** What this version of the product ships and nobody keeps yet. */
export async function shippedNotKept(db: Reader): Promise<Pack[]> {
  const rows = await db
    .select({ framework: frameworkPacks.framework, digest: frameworkPacks.digest })
    .from(frameworkPacks)
    .where(eq(frameworkPacks.origin, 'shipped'));
  const kept = new Set(rows.map(({ framework, digest }) => `${framework} ${digest}`));
  return shippedPacks().filter(({ id, digest }) => !kept.has(`${id} ${digest}`));
}

/** For the job that keeps them. */
export const getNotKept = read({
  input: NoInput,
  of: 'Framework',
  run: async ({ db, ctx }) => ({
    orgId: ctx.actor.orgId,
    frameworks: (await shippedNotKept(db)).map(({ id }) => id),
  }),
});
