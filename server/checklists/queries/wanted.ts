import { evidenceTypeById } from '@/policies/frameworks/catalog';
import { recordForms } from '@/policies/frameworks/records';
import { read } from '@/server/kernel/operation';
import { wantedEvidence } from '../rules/wanted';
import { ChecklistRef } from '../schema';
import { judgedChecklist } from './judged';
import { releaseSubject } from './release-subject';

/** What a checklist waits for that people can hand in, with the form of each and the controls that it serves. */
export const getWantedEvidence = read({
  input: ChecklistRef,
  of: 'Release',
  run: async ({ db, input, nowUs }) => {
    const found = await releaseSubject(db, input);
    if (!found) return undefined;
    const { release, environment, subject } = found;
    const { inputs, checklist } = await judgedChecklist(db, subject, nowUs);
    const titles = new Map(inputs.controls.map(({ id, title, framework }) => [id, { title, framework }]));
    const known = { typeOf: evidenceTypeById, hasForm: (type: string) => recordForms[type] !== undefined };
    const { id, orgId, systemId, system, version, digest, createdBy } = release;
    return {
      id,
      orgId,
      systemId,
      system,
      version,
      digest,
      createdBy,
      environment: environment.name,
      verdict: checklist.verdict,
      wanted: wantedEvidence(checklist, inputs.controls, known).map(({ serves, ...entry }) => ({
        ...entry,
        form: recordForms[entry.type] ?? [],
        serves: serves.map((controlId) => ({
          controlId,
          title: titles.get(controlId)?.title ?? controlId,
          framework: titles.get(controlId)?.framework ?? '',
        })),
      })),
    };
  },
});
