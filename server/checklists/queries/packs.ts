import { and, desc, eq, inArray, or } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { frameworkChoices, frameworkPacks } from '@/db/schema/checklists';
import { controlById, controlsOf, frameworks } from '@/policies/frameworks/catalog';
import type { Control, FrameworkId } from '@/policies/frameworks/contract';
import { digestOfFramework } from './digests';

/** A pack of controls, shipped or an organisation's own, in one revision. */
export interface Pack {
  readonly id: string;
  readonly title: string;
  readonly nature: 'law' | 'framework' | 'standard';
  readonly version: string;
  readonly asOf: string;
  readonly lawStatus: string;
  readonly digest: string;
  /** null: shipped with the product. */
  readonly revision: number | null;
  readonly controls: readonly Control[];
}

/** The type of a column cannot say what `asControl` wrote into it. */
const controlsIn = (stored: unknown) => stored as readonly Control[];

const isShipped = (id: string): id is FrameworkId => frameworks.some((known) => known.id === id);

/** The last day or month that the text of "as of" names: "2026-06 to 2026-09-21" gives 2026-09-21. */
const newestDay = (asOf: string): string => (asOf.match(/\d{4}-\d{2}(-\d{2})?/g) ?? []).sort().at(-1) ?? '';

function shipped(id: FrameworkId): Pack {
  const known = frameworks.find((one) => one.id === id);
  const days = (known?.law ?? []).map(({ as_of: day }) => newestDay(day)).sort();
  const statuses = [...new Set((known?.law ?? []).map(({ status }) => status))];
  const asOf = days.at(-1) ?? '';
  return {
    id,
    title: known?.title ?? id,
    nature: known?.nature ?? 'standard',
    version: asOf,
    asOf,
    lawStatus: statuses.join('; '),
    digest: digestOfFramework(id),
    revision: null,
    controls: controlsOf(id),
  };
}

const asPack = (row: typeof frameworkPacks.$inferSelect): Pack => ({
  id: row.framework,
  title: row.title,
  nature: row.nature,
  version: row.version,
  asOf: row.asOf,
  lawStatus: row.lawStatus,
  digest: row.digest,
  revision: row.revision,
  controls: controlsIn(row.controls),
});

const newestOwn = async (db: Reader): Promise<Pack[]> => {
  const rows = await db
    .selectDistinctOn([frameworkPacks.framework])
    .from(frameworkPacks)
    .orderBy(frameworkPacks.framework, desc(frameworkPacks.revision));
  return rows.map(asPack);
};

/** Every pack, the shipped ones first, each in its newest revision. */
export const allPacks = async (db: Reader): Promise<Pack[]> => [
  ...frameworks.map(({ id }) => shipped(id)),
  ...(await newestOwn(db)),
];

export interface PackRef {
  readonly id: string;
  /** As a manifest names it; absent: the newest. */
  readonly digest?: string | undefined;
}

/** The packs of these names, in their order; those that do not exist are left out. A shipped pack is always as it is
 *  now: its digest shows whether a manifest means the same. */
export async function packsFor(db: Reader, refs: readonly PackRef[]): Promise<Pack[]> {
  const own = refs.filter(({ id }) => !isShipped(id));
  const rows =
    own.length === 0
      ? []
      : await db
          .select()
          .from(frameworkPacks)
          .where(
            or(
              ...own.map(({ id, digest }) =>
                and(
                  eq(frameworkPacks.framework, id),
                  digest === undefined ? undefined : eq(frameworkPacks.digest, digest),
                ),
              ),
            ),
          )
          .orderBy(desc(frameworkPacks.revision));
  return refs.flatMap(({ id, digest }) => {
    if (isShipped(id)) return [shipped(id)];
    const row = rows.find((one) => one.framework === id && (digest === undefined || one.digest === digest));
    return row ? [asPack(row)] : [];
  });
}

/** How a manifest names its packs. */
export const refsOf = (manifest: {
  readonly frameworks: readonly { readonly id: string; readonly digest: { readonly sha256: string } }[];
}): PackRef[] => manifest.frameworks.map(({ id, digest }) => ({ id, digest: `sha256:${digest.sha256}` }));

/** A control of any pack, in its newest revision. */
export async function controlIn(db: Reader, id: string): Promise<Control | undefined> {
  return (
    controlById(id) ?? (await newestOwn(db)).flatMap(({ controls }) => controls).find((one) => one.id === id)
  );
}

/** Who chose what, in the organisation and for single systems. */
export const choicesOf = (db: Reader, systemId?: string) =>
  db
    .select()
    .from(frameworkChoices)
    .where(systemId === undefined ? undefined : inArray(frameworkChoices.systemId, ['', systemId]));

/** What is used where nobody chose: the packs that the product offers by itself, and all own ones. */
export const usedByDefault = ({ id, revision }: Pick<Pack, 'id' | 'revision'>): boolean =>
  revision !== null || frameworks.some((known) => known.id === id && known.offered);

type Choice = Pick<typeof frameworkChoices.$inferSelect, 'framework' | 'systemId' | 'enabled'>;

/** Whether a pack is used for a system (empty: in the organisation); the narrower choice goes before. */
export function isUsed(
  pack: Pick<Pack, 'id' | 'revision'>,
  systemId: string,
  choices: readonly Choice[],
): boolean {
  const chosen = (where: string) =>
    choices.find((choice) => choice.framework === pack.id && choice.systemId === where)?.enabled;
  return (systemId === '' ? undefined : chosen(systemId)) ?? chosen('') ?? usedByDefault(pack);
}

/** The packs that a system is judged by before a release names its own. */
export async function packsUsedBy(db: Reader, systemId: string): Promise<Pack[]> {
  const choices = await choicesOf(db, systemId);
  return (await allPacks(db)).filter((pack) => isUsed(pack, systemId, choices));
}

/** Every revision of an own pack, the newest first. */
export const revisionsOf = (db: Reader, framework: string) =>
  db
    .select()
    .from(frameworkPacks)
    .where(eq(frameworkPacks.framework, framework))
    .orderBy(desc(frameworkPacks.revision));

/** What releases can be judged by: the packs that the organisation, or any of its systems, uses. */
export async function packsOffered(db: Reader): Promise<Pack[]> {
  const choices = await choicesOf(db);
  const systems = ['', ...new Set(choices.map(({ systemId }) => systemId))];
  return (await allPacks(db)).filter((pack) => systems.some((systemId) => isUsed(pack, systemId, choices)));
}
