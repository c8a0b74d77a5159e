import { everyRole } from '@/policies/contract';
import { checkById, evidenceTypeById } from '@/policies/frameworks/catalog';
import { paramsOf } from '@/policies/frameworks/check-params';
import { factModel } from '@/policies/frameworks/facts';
import { factBase } from '../rules/derive';
import type { PackCatalogue } from '../rules/pack';
import type { Pack } from './shipped-packs';

/** What controls may name, beside the controls of these packs. */
export function catalogueOf(packs: readonly Pack[]): PackCatalogue {
  const owners = new Map(
    packs.flatMap(({ id, controls }) => controls.map((control) => [control.id, id] as const)),
  );
  return {
    facts: factBase(factModel, {}),
    typeOf: evidenceTypeById,
    checkOf: checkById,
    paramsOf,
    ownerOf: (id) => owners.get(id),
    roles: everyRole,
  };
}
