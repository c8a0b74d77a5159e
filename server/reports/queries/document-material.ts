import { z } from 'zod';
import { factModel } from '@/policies/frameworks/facts';
import { evidenceByIds, evidenceFor } from '@/server/checklists/queries/known';
import { derivedFacts, factBase } from '@/server/checklists/rules/derive';
import { incidentById } from '@/server/findings/queries/incidents';
import { read } from '@/server/kernel/operation';
import { notFound } from '@/server/kernel/refusal';
import { vendorsOf } from '@/server/registry/queries/vendors';
import type { DocumentMaterial } from '../rules/document';
import { getOscalCase } from './oscal-case';

/** What the documents about a system or a release are made from, as it is now. */
export const getDocumentMaterial = read({
  input: z.strictObject({ ...getOscalCase.input.shape, incidentId: z.string().nullable() }),
  of: 'System',
  run: async (work) => {
    const { incidentId, ...subject } = work.input;
    const { oscal, ...row } = await getOscalCase.inside(work, subject);
    const incident = incidentId === null ? null : await incidentById(work.db, incidentId, work.nowUs);
    if (incident === undefined || (incident && incident.systemId !== row.systemId))
      throw notFound('Incident');
    const valid = (await evidenceFor(work.db, row.systemId, work.nowUs)).filter(
      ({ state, binding, lostWith }) =>
        state === 'valid' &&
        lostWith === undefined &&
        (binding.kind !== 'release' || binding.id === oscal.release?.digest),
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
      recipients: (await vendorsOf(work.db, row.systemId)).used.filter(
        ({ receivesData, isEnded }) => receivesData && !isEnded,
      ),
      incident,
    };
    return { ...row, material };
  },
});
