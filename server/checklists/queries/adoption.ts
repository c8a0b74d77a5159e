import type { Reader } from '@/db/client';
import { factModel } from '@/policies/frameworks/facts';
import { Refusal } from '@/server/kernel/refusal';
import { factBase } from '../rules/derive';
import { assertMeaning } from '../rules/meaning';
import { allPacks } from './packs';
import type { Pack } from './shipped-packs';
import { adoptionsOf, asPack, newestOwn, storedPacks } from './stored-packs';

export interface InUse {
  readonly revision: number;
  /** Of its adoption; 0 where it came into use without one, from before there were any. */
  readonly number: number;
  readonly pack: Pack;
}

/** The stored revision of a framework that is in use; undefined where none is stored. */
export async function revisionInUse(db: Reader, framework: string): Promise<InUse | undefined> {
  const [adoption] = await adoptionsOf(db, framework);
  const revision =
    adoption?.revision ?? (await newestOwn(db)).find((one) => one.framework === framework)?.revision;
  const [row] = revision === undefined ? [] : await storedPacks(db, [{ framework, revision }]);
  return row && { revision: row.revision, number: adoption?.number ?? 0, pack: asPack(row) };
}

const mostProblems = 50;

/** Why a stored pack cannot come into use now, each naming its control: other packs and the facts go on changing. */
export async function adoptionProblems(db: Reader, pack: Pack): Promise<string[]> {
  const others = (await allPacks(db)).filter(({ id }) => id !== pack.id);
  const owners = new Map(others.flatMap(({ id, controls }) => controls.map((one) => [one.id, id] as const)));
  const facts = factBase(factModel, {});
  return pack.controls
    .flatMap(({ id, applicability }) => {
      const owner = owners.get(id);
      const taken = owner === undefined ? [] : [`Control ${id}: the id belongs to the framework ${owner}`];
      try {
        assertMeaning(applicability, facts);
        return taken;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [...taken, `Control ${id}: applies when: ${error.message}`];
      }
    })
    .slice(0, mostProblems);
}
