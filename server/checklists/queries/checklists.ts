import { evidenceTypeById } from '@/policies/frameworks/catalog';
import type { Control } from '@/policies/frameworks/contract';
import { recordForms } from '@/policies/frameworks/records';
import { environmentByName } from '@/server/gates/queries/policies';
import { read } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { manifestByDigest, releaseById } from '@/server/releases/queries/releases';
import { systemById } from '@/server/systems/queries';
import type { ControlState } from '../rules/control-state';
import { waysToGive } from '../rules/evidence';
import { ChecklistRef, SystemChecklistRef } from '../schema';
import { judgedChecklist, type Judged } from './judged';
import { packsUsedBy } from './packs';

/** The checklist of a release in an environment. */
export const getChecklist = read({
  input: ChecklistRef,
  of: 'Release',
  run: async ({ db, input, nowUs }) => {
    const release = await releaseById(db, input.releaseId);
    if (!release) return undefined;
    const environment = await environmentByName(db, input.environment);
    if (!environment) throw notFound('Environment');
    const manifest = release.digest === null ? undefined : await manifestByDigest(db, release.digest);
    if (release.digest === null || !manifest)
      throw precondition('This release is a draft; freeze it first, then it has a checklist');
    const subject = {
      orgId: release.orgId,
      systemId: release.systemId,
      release: { digest: release.digest, manifest },
      environment: environment.name,
      stage: environment.stage,
      frameworks: manifest.frameworks.map(({ id }) => id),
    };
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
      stage: environment.stage,
      ...shown(await judgedChecklist(db, subject, nowUs)),
    };
  },
});

/** What the facts of a system ask for before there is a release, as if it went to production. */
export const getSystemChecklist = read({
  input: SystemChecklistRef,
  of: 'System',
  run: async ({ db, input, nowUs }) => {
    const system = await systemById(db, input.systemId);
    if (!system) return undefined;
    const used = input.framework ? [] : await packsUsedBy(db, system.id);
    const subject = {
      orgId: system.orgId,
      systemId: system.id,
      release: null,
      environment: '',
      stage: 'production' as const,
      frameworks: input.framework ? [input.framework] : used.map(({ id }) => id),
    };
    const { orgId, systemId, name, createdBy } = system;
    return { orgId, systemId, name, createdBy, ...shown(await judgedChecklist(db, subject, nowUs)) };
  },
});

/** States with the words of their controls, ready to read. */
const shown = ({ checklist, inputs }: Judged) => {
  const controls = new Map(inputs.controls.map((control) => [control.id, control]));
  return {
    judgedAt: new Date(inputs.nowUs / 1000),
    verdict: checklist.verdict,
    blockers: checklist.blockers,
    total: checklist.total,
    byFramework: [...checklist.byFramework].map(([framework, tally]) => ({ framework, ...tally })),
    controls: checklist.controls.flatMap((state) => {
      const control = controls.get(state.controlId);
      return control ? [controlRow(control, state)] : [];
    }),
  };
};

const controlRow = (control: Control, state: ControlState) => ({
  ...state,
  framework: control.framework,
  title: control.title,
  citation: control.citation,
  requirement: control.requirement,
  scope: control.scope,
  severity: control.severity,
  ownerRole: control.owner_role,
  requiredSignoffs: control.required_signoffs,
  dispositions: control.disposition_options,
  reviewDays: control.review_days,
  note: control.note,
  applicability: control.applicability,
  /** Every group needs one valid item of one of its types. */
  needs: control.evidence_required.map(({ any_of }) =>
    any_of.map(({ type, title, binding, valid_days }) => {
      const known = evidenceTypeById(type);
      return {
        type,
        title,
        binding,
        validDays: valid_days,
        ways: known ? waysToGive(known, recordForms[type] !== undefined) : [],
      };
    }),
  ),
});
