import { factModel } from '@/policies/frameworks/facts';
import { evidenceByIds, evidenceFor } from '@/server/checklists/queries/known';
import { derivedFacts, factBase } from '@/server/checklists/rules/derive';
import { read } from '@/server/kernel/operation';
import type { DocumentMaterial } from '../rules/document';
import { getOscalCase } from './oscal-case';

/** What the documents about a system or a release are made from, as it is now. */
export const getDocumentMaterial = read({
  input: getOscalCase.input,
  of: 'System',
  run: async (work) => {
    const { oscal, ...row } = await getOscalCase.inside(work, work.input);
    const valid = (await evidenceFor(work.db, row.systemId, work.nowUs)).filter(
      ({ state, binding }) =>
        state === 'valid' && (binding.kind !== 'release' || binding.id === oscal.release?.digest),
    );
    const rows = await evidenceByIds(
      work.db,
      valid.map(({ id }) => id),
    );
    const titles = new Map(rows.map(({ row: { id, title } }) => [id, title]));
    const material: DocumentMaterial = {
      about: oscal,
      derived: derivedFacts(factModel, factBase(factModel, oscal.answers)),
      items: valid
        .toSorted((a, b) => b.givenAtUs - a.givenAtUs)
        .map((item) => ({ ...item, title: titles.get(item.id) ?? item.type })),
    };
    return { ...row, material };
  },
});
