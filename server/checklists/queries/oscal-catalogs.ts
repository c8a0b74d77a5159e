import type { Reader } from '@/db/client';
import { frameworkPacks } from '@/db/schema/checklists';
import { makerOf } from '@/server/reports/queries/oscal-maker';
import { catalogName, catalogOf } from '@/server/reports/rules/oscal-catalog';
import { OscalCatalog } from '../schema/oscal';
import { allPacks, packsFor, type PackRef } from './packs';
import { shippedPacks } from './shipped-packs';

/** What the import of an OSCAL profile may mean: frameworks of the organisation, in use or, by uuid, an earlier version. */
export const ownCatalogs =
  (db: Reader, orgId: string) => async (by: { readonly framework: string } | { readonly uuid: string }) => {
    const maker = await makerOf(db, orgId, 0);
    const ref = 'framework' in by ? { id: by.framework } : await refWith(db, orgId, by.uuid, maker.uuid);
    const [pack] = ref ? await packsFor(db, [ref]) : [];
    if (!pack) return undefined;
    const { catalog } = catalogOf(maker, pack);
    return { name: `${pack.id} ${pack.version}`, catalog: OscalCatalog.parse(catalog) };
  };

/** A UUID tells nothing about what it names, so each catalog that an export would have written is compared. */
async function refWith(
  db: Reader,
  orgId: string,
  uuid: string,
  uuidOf: (name: string) => string,
): Promise<PackRef | undefined> {
  const isNamed = (pack: { readonly id: string; readonly version: string; readonly digest: string }) =>
    uuidOf(catalogName(orgId, pack)) === uuid;
  const known = [...shippedPacks(), ...(await allPacks(db))].find(isNamed);
  if (known) return { id: known.id, digest: known.digest };
  const { framework: id, version, digest } = frameworkPacks;
  const stored = await db.select({ id, version, digest }).from(frameworkPacks);
  const found = stored.find(isNamed);
  return found && { id: found.id, digest: found.digest };
}
