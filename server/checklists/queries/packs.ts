import { inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { frameworkChoices } from '@/db/schema/checklists';
import { frameworks } from '@/policies/frameworks/catalog';
import type { Control } from '@/policies/frameworks/contract';
import { isShipped, type Pack, shipped, shippedPacks } from './shipped-packs';
import {
  adoptionsInForce,
  asPack,
  newestOwn,
  storedByDigest,
  storedPacks,
  type StoredRef,
  storedWith,
} from './stored-packs';

/** Every pack in use, the shipped ones first, each in the version that was adopted. Where nobody adopted any, a
 *  shipped pack is as the product has it, an own one its newest revision. */
export async function allPacks(db: Reader): Promise<Pack[]> {
  const own = await newestOwn(db);
  return packsFor(db, [...frameworks, ...own.map(({ framework: id }) => ({ id }))]);
}

export interface PackRef {
  readonly id: string;
  /** As a manifest names it; absent: the version in use. */
  readonly digest?: string | undefined;
}

/** The packs of these names, in their order; those that do not exist are left out. A digest of a shipped pack that was
 *  never kept gives it as it is now: its own digest shows that the manifest means another. */
export async function packsFor(db: Reader, refs: readonly PackRef[]): Promise<Pack[]> {
  const wanted = await resolved(db, refs);
  const rows = await storedPacks(
    db,
    wanted.flatMap(({ stored }) => (stored ? [stored] : [])),
  );
  return wanted.flatMap(({ id, stored }) => {
    const row =
      stored &&
      rows.find(
        (one) =>
          one.framework === id &&
          ('revision' in stored ? one.revision === stored.revision : one.digest === stored.digest),
      );
    if (row) return [asPack(row)];
    return isShipped(id) ? [shipped(id)] : [];
  });
}

/** Where each is found: stored, or null for a pack as the product ships it. */
async function resolved(
  db: Reader,
  refs: readonly PackRef[],
): Promise<{ readonly id: string; readonly stored: StoredRef | null }[]> {
  const isPinned = refs.every(({ digest }) => digest !== undefined);
  const adopted = new Map(isPinned ? [] : (await adoptionsInForce(db)).map((one) => [one.framework, one]));
  const newest = new Map(
    isPinned || refs.every(({ id }) => adopted.has(id) || isShipped(id))
      ? []
      : (await newestOwn(db)).map((one) => [one.framework, one]),
  );
  return refs.map(({ id, digest: pinned }) => {
    const inUse = adopted.get(id);
    if (isCurrent(id, pinned ?? inUse?.digest)) return { id, stored: null };
    if (pinned !== undefined) return { id, stored: { framework: id, digest: pinned } };
    const revision = inUse?.revision ?? newest.get(id)?.revision;
    return { id, stored: revision === undefined ? null : { framework: id, revision } };
  });
}

/** As the product ships it now, which is also what nobody has adopted another version of. */
const isCurrent = (id: string, digest: string | undefined): boolean =>
  isShipped(id) && (digest === undefined || shipped(id).digest === digest);
/** How a manifest names its packs. */
export const refsOf = (manifest: {
  readonly frameworks: readonly { readonly id: string; readonly digest: { readonly sha256: string } }[];
}): PackRef[] => manifest.frameworks.map(({ id, digest }) => ({ id, digest: `sha256:${digest.sha256}` }));

/** A control as the pack of this digest has it; without one as the version in use has it, else the newest that does. */
export async function controlIn(db: Reader, id: string, digest?: string): Promise<Control | undefined> {
  const among = (packs: readonly (Pack | undefined)[]) =>
    packs.flatMap((pack) => [...(pack?.controls ?? [])]).find((control) => control.id === id);
  if (digest !== undefined) {
    const current = shippedPacks().find((pack) => pack.digest === digest);
    return among([current ?? (await storedByDigest(db, digest))]);
  }
  return among(await allPacks(db)) ?? among([await storedWith(db, id)]);
}

/** Who chose what, in the organisation and for single systems. */
export const choicesOf = (db: Reader, systemId?: string) =>
  db
    .select()
    .from(frameworkChoices)
    .where(systemId === undefined ? undefined : inArray(frameworkChoices.systemId, ['', systemId]));

/** What is used where nobody chose: the packs that the product offers by itself, and all own ones. */
export const usedByDefault = ({ id, origin }: Pick<Pack, 'id' | 'origin'>): boolean =>
  origin === 'own' || frameworks.some((known) => known.id === id && known.offered);

type Choice = Pick<typeof frameworkChoices.$inferSelect, 'framework' | 'systemId' | 'enabled'>;

/** Whether a pack is used for a system (empty: in the organisation); the narrower choice goes before. */
export function isUsed(
  pack: Pick<Pack, 'id' | 'origin'>,
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

/** What releases can be judged by: the packs that the organisation, or any of its systems, uses. */
export async function packsOffered(db: Reader): Promise<Pack[]> {
  const choices = await choicesOf(db);
  const systems = ['', ...new Set(choices.map(({ systemId }) => systemId))];
  return (await allPacks(db)).filter((pack) => systems.some((systemId) => isUsed(pack, systemId, choices)));
}
