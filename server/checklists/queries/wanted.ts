import { evidenceTypeById } from '@/policies/frameworks/catalog';
import { recordForms } from '@/policies/frameworks/records';
import { vendorsOf } from '@/server/registry/queries/vendors';
import { read } from '@/server/kernel/operation';
import { freshness, vendorsAsked } from '../rules/evidence';
import { wantedEvidence } from '../rules/wanted';
import { ChecklistRef } from '../schema';
import { judgedChecklist, type Judged } from './judged';
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
    const names = new Map((await vendorsOf(db, subject.systemId)).used.map((one) => [one.id, one.name]));
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
        /** Each of them needs its own; empty where it is kept for the system. */
        vendors: entry.binding === 'vendor' ? lackingVendors(entry.type, inputs, names) : [],
        serves: serves.map((controlId) => ({
          controlId,
          title: titles.get(controlId)?.title ?? controlId,
          framework: titles.get(controlId)?.framework ?? '',
        })),
      })),
    };
  },
});

/** The vendors that have no valid item of the type. */
function lackingVendors(type: string, inputs: Judged['inputs'], names: ReadonlyMap<string, string>) {
  const known = inputs.typeOf(type);
  const { evidence, changes, nowUs } = inputs;
  const has = (vendorId: string) =>
    evidence.some(
      (item) =>
        item.type === type &&
        item.binding.id === vendorId &&
        item.state === 'valid' &&
        known !== undefined &&
        freshness(item, { ...known, type }, changes, nowUs).fresh,
    );
  return vendorsAsked(type, inputs.subject)
    .filter((id) => !has(id))
    .map((id) => ({ id, name: names.get(id) ?? id }));
}
