import type { Reader } from '@/db/client';
import { frameworks } from '@/policies/frameworks/catalog';
import { conflict, invalid } from '@/server/kernel/refusal';
import { revisionInUse } from '../queries/adoption';
import { digestOfControls } from '../queries/digests';
import { catalogueOf } from '../queries/pack-catalogue';
import { allPacks } from '../queries/packs';
import type { Pack } from '../queries/shipped-packs';
import { adoptionsOf, revisionsOf } from '../queries/stored-packs';
import { asControl, type PackCatalogue, packProblems, refuseProblems } from '../rules/pack';
import { compareVersions } from '../rules/pack-version';
import type { ReadPack } from './read-pack';

/** Words that stand in addresses beside the names of frameworks. */
export const reservedNames: readonly string[] = ['new', 'coverage', 'drafts'];

/**
 * What was read, as the checklists read it, and what is in use before it.
 * @throws Refusal invalid naming control and place, or the version; conflict for the same content again
 */
export async function preparedPack(db: Reader, { head, controls: read, kind, notes }: ReadPack) {
  if (reservedNames.includes(head.id) || frameworks.some(({ id }) => id === head.id))
    throw invalid('content', `The id ${head.id} is taken: choose one of your own`);
  const catalogue = catalogueOf(await allPacks(db));
  const { written, dropped } = kind.startsWith('oscal')
    ? withKnownRelations(read, catalogue)
    : { written: read, dropped: [] };
  refuseProblems(packProblems(head, written, catalogue));
  const controls = written.map(({ control }) => asControl(head, control, catalogue));
  const digest = digestOfControls(controls);
  const before = await revisionInUse(db, head.id);
  await assertLater(db, { ...head, digest });
  return { controls, digest, before, notes: [...notes, ...dropped] };
}

/** A document of somebody else's names controls of frameworks that are not here. */
function withKnownRelations(read: ReadPack['controls'], { ownerOf }: PackCatalogue) {
  const own = new Set(read.map(({ control }) => control.id));
  let dropped = 0;
  const written = read.map((one) => {
    const mapsTo = one.control.mapsTo.filter(({ id }) => own.has(id) || ownerOf(id) !== undefined);
    dropped += one.control.mapsTo.length - mapsTo.length;
    return { ...one, control: { ...one.control, mapsTo } };
  });
  return {
    written,
    dropped: dropped === 0 ? [] : [`${dropped} relations to controls that are not here are left out`],
  };
}

/** A version is earlier or later than others by its name, so that a later revision has a higher one. */
async function assertLater(db: Reader, { id, version, digest }: Pick<Pack, 'id' | 'version' | 'digest'>) {
  const [last] = await revisionsOf(db, id);
  if (!last) return;
  if (last.digest === digest && last.version === version)
    throw conflict(`${id} ${version} has exactly these controls already`);
  const order = compareVersions(version, last.version);
  if (order < 0)
    throw invalid(
      'content',
      `version ${version} is earlier than ${last.version}; an earlier version comes back by a rollback`,
    );
  const wasUsed = (await adoptionsOf(db, id)).some((one) => compareVersions(one.version, version) === 0);
  if (order === 0 && wasUsed)
    throw invalid('content', `version ${version} is or was in use: give changed controls a higher version`);
}
