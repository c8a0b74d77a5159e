import type { Reader } from '@/db/client';
import { controlById, evidenceTypeById } from '@/policies/frameworks/catalog';
import type { Control } from '@/policies/frameworks/contract';
import { recordForms } from '@/policies/frameworks/records';
import { read } from '@/server/kernel/operation';
import { systemById } from '@/server/systems/queries';
import { dispositionsOf } from '../rules/assessment';
import { closedStatuses, type ControlState } from '../rules/control-state';
import { waysToGive } from '../rules/evidence';
import { ChecklistRef, SystemChecklistRef } from '../schema';
import { judgedChecklist, type Judged } from './judged';
import { packsUsedBy } from './packs';
import { planOf, plansOf } from './plans';
import { releaseSubject } from './release-subject';
import type { Pack } from './shipped-packs';
import { type Adoption, adoptionsInForce } from './stored-packs';

/** The checklist of a release in an environment. */
export const getChecklist = read({
  input: ChecklistRef,
  of: 'Release',
  run: async ({ db, input, nowUs }) => {
    const found = await releaseSubject(db, input);
    if (!found) return undefined;
    const { release, environment, subject } = found;
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
      ...(await shown(db, await judgedChecklist(db, subject, nowUs), systemId)),
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
    const judged = await judgedChecklist(db, subject, nowUs);
    return { orgId, systemId, name, createdBy, ...(await shown(db, judged, systemId)) };
  },
});

/** States with the words of their controls, ready to read. */
async function shown(db: Reader, { checklist, inputs }: Judged, systemId: string) {
  const plans = await plansOf(db, systemId);
  const inUse = new Map((await adoptionsInForce(db)).map((one) => [one.framework, one]));
  const digests = new Map(inputs.packs.map(({ id, digest }) => [id, digest]));
  const controls = new Map(inputs.controls.map((control) => [control.id, control]));
  return {
    judgedAt: new Date(inputs.nowUs / 1000),
    packs: inputs.packs.map((pack) => judgedPack(pack, inUse.get(pack.id))),
    verdict: checklist.verdict,
    blockers: checklist.blockers,
    total: checklist.total,
    byFramework: [...checklist.byFramework].map(([framework, tally]) => ({ framework, ...tally })),
    controls: checklist.controls.flatMap((state) => {
      const control = controls.get(state.controlId);
      if (!control) return [];
      const plan = planOf(plans, control, systemId);
      const pack = digests.get(control.framework) ?? '';
      return [{ ...controlRow(control, state), pack, ...planned(state, plan, inputs.nowUs) }];
    }),
  };
}

/** The version that is judged, and the one in use where that is another. */
const judgedPack = ({ id, title, version, digest }: Pack, inUse: Adoption | undefined) => ({
  id,
  title,
  version,
  digest,
  inUse:
    inUse === undefined || inUse.digest === digest
      ? null
      : { version: inUse.version, revision: inUse.revision },
});

/** The person who sees to it and the day until which; late is what is not closed by then. */
const planned = ({ status }: ControlState, plan: ReturnType<typeof planOf>, nowUs: number) => {
  const deadline = plan?.dueAt ?? null;
  const isDone = closedStatuses.includes(status) || status === 'set_aside';
  return {
    ownerId: plan?.ownerId ?? null,
    deadline,
    isLate: !isDone && deadline !== null && deadline.getTime() * 1000 <= nowUs,
  };
};

const titleOf = (id: string) => controlById(id)?.title ?? id;

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
  dispositions: dispositionsOf(control),
  obligation: control.obligation_level,
  reviewDays: control.review_days,
  note: control.note,
  mapsTo: control.maps_to.map(({ id, framework, relation }) => ({
    id,
    framework,
    relation,
    title: titleOf(id),
  })),
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
        /** The other controls that an item of this type serves as well. */
        alsoServes: (known?.satisfies ?? [])
          .filter((id) => id !== control.id)
          .map((id) => ({ id, framework: controlById(id)?.framework ?? null, title: titleOf(id) })),
      };
    }),
  ),
});
