import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { frameworkAdoptions, frameworkPacks } from '@/db/schema/checklists';
import type { Control } from '@/policies/frameworks/contract';
import type { Pack } from './shipped-packs';

type Row = typeof frameworkPacks.$inferSelect;
export type Adoption = typeof frameworkAdoptions.$inferSelect;

/** The type of a column cannot say what `asControl` wrote into it. */
const controlsIn = (stored: unknown) => stored as readonly Control[];

export const asPack = (row: Row): Pack => ({
  id: row.framework,
  origin: row.origin,
  title: row.title,
  nature: row.nature,
  version: row.version,
  asOf: row.asOf,
  lawStatus: row.lawStatus,
  digest: row.digest,
  revision: row.origin === 'own' ? row.revision : null,
  controls: controlsIn(row.controls),
});

/** The adoption in force of each framework that has one. */
export const adoptionsInForce = (db: Reader): Promise<Adoption[]> =>
  db
    .selectDistinctOn([frameworkAdoptions.framework])
    .from(frameworkAdoptions)
    .orderBy(frameworkAdoptions.framework, desc(frameworkAdoptions.number));

/** Every adoption of a framework, the newest first. */
export const adoptionsOf = (db: Reader, framework: string): Promise<Adoption[]> =>
  db
    .select()
    .from(frameworkAdoptions)
    .where(eq(frameworkAdoptions.framework, framework))
    .orderBy(desc(frameworkAdoptions.number));

/** The newest revision of each pack that the organisation wrote, without its controls. */
export const newestOwn = (db: Reader) =>
  db
    .selectDistinctOn([frameworkPacks.framework], {
      framework: frameworkPacks.framework,
      revision: frameworkPacks.revision,
    })
    .from(frameworkPacks)
    .where(eq(frameworkPacks.origin, 'own'))
    .orderBy(frameworkPacks.framework, desc(frameworkPacks.revision));

export type StoredRef = { readonly framework: string } & (
  { readonly revision: number } | { readonly digest: string }
);

const isRef = (ref: StoredRef) =>
  and(
    eq(frameworkPacks.framework, ref.framework),
    'revision' in ref ? eq(frameworkPacks.revision, ref.revision) : eq(frameworkPacks.digest, ref.digest),
  );

/** Stored revisions, the newest of each framework first; those that do not exist are left out. */
export const storedPacks = (db: Reader, refs: readonly StoredRef[]): Promise<Row[]> =>
  refs.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(frameworkPacks)
        .where(or(...refs.map(isRef)))
        .orderBy(desc(frameworkPacks.revision));

/** The pack that a digest names, whichever framework it is of. */
export async function storedByDigest(db: Reader, digest: string): Promise<Pack | undefined> {
  const [row] = await db.select().from(frameworkPacks).where(eq(frameworkPacks.digest, digest)).limit(1);
  return row && asPack(row);
}

/** The newest stored revision that has a control of this id, in use or not. */
export async function storedWith(db: Reader, controlId: string): Promise<Pack | undefined> {
  const [row] = await db
    .select()
    .from(frameworkPacks)
    .where(sql`${frameworkPacks.controls} @> ${JSON.stringify([{ id: controlId }])}::jsonb`)
    .orderBy(desc(frameworkPacks.createdAt))
    .limit(1);
  return row && asPack(row);
}

/** The newest revision of each framework, and of each every revision that was in use. */
export async function revisionHeads(db: Reader) {
  const { framework, revision, version } = frameworkPacks;
  const newest = await db
    .selectDistinctOn([framework], { framework, revision, version })
    .from(frameworkPacks)
    .orderBy(framework, desc(revision));
  const adopted = await db
    .selectDistinct({ framework: frameworkAdoptions.framework, revision: frameworkAdoptions.revision })
    .from(frameworkAdoptions);
  return { newest, adopted };
}

/** Every revision of a framework without its controls, the newest first. */
export const revisionsOf = (db: Reader, framework: string) =>
  db
    .select({
      revision: frameworkPacks.revision,
      origin: frameworkPacks.origin,
      title: frameworkPacks.title,
      version: frameworkPacks.version,
      asOf: frameworkPacks.asOf,
      digest: frameworkPacks.digest,
      createdBy: frameworkPacks.createdBy,
      createdAt: frameworkPacks.createdAt,
      controls: sql<number>`jsonb_array_length(${frameworkPacks.controls})`,
    })
    .from(frameworkPacks)
    .where(eq(frameworkPacks.framework, framework))
    .orderBy(desc(frameworkPacks.revision));
