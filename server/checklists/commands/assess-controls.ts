import { controlAssessments } from '@/db/schema/checklists';
import type { Control } from '@/policies/frameworks/contract';
import { audited } from '@/server/kernel/audit';
import { instantOf } from '@/server/kernel/due';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { askedOf } from '../queries/digests';
import { type ChecklistSubject, judgedChecklist } from '../queries/judged';
import { planKey } from '../queries/plans';
import { releaseSubject } from '../queries/release-subject';
import { assertAssessable, assertWaiver, dispositionsOf, meaningOf } from '../rules/assessment';
import type { ControlState } from '../rules/control-state';
import { AssessControls } from '../schema/many';
import { assertUsable } from './assess-control';

const mostItems = 50;

/** The same decision about many controls, by the person who holds their owner role. Each assessment names the
 *  evidence that counts for its control; one that cannot be made refuses all, and is named. */
export const assessControls = command({
  event: 'control.assessed',
  input: AssessControls,
  may: ['assess', 'Assessment'],
  target: async ({ db, ctx, input, nowUs }) => {
    const found = await releaseSubject(db, input);
    if (!found) throw notFound('Release');
    const { subject } = found;
    const chosen = chosenOf(await judgedChecklist(db, subject, nowUs), input.controlIds);
    const isWide = chosen.some(({ control }) => planKey(control, subject.systemId) === '');
    const systemId = isWide ? '' : subject.systemId;
    return { orgId: ctx.actor.orgId, systemId, ownerRole: input.role, subject, chosen };
  },
  run: async ({ db, ctx, input, target: { subject, chosen }, nowUs }) => {
    const { actor } = ctx;
    const byPerson = actor.personId;
    if (actor.kind !== 'user' || byPerson === null)
      throw precondition('Only a signed-in person can assess a control');
    await assertUsable(db, input.evidenceIds, subject.systemId, nowUs);
    const rows = chosen.map(({ control, state }) => ({
      control,
      row: {
        ...decided(control, state, input, nowUs),
        id: ctx.ports.newId('asm'),
        orgId: actor.orgId,
        systemId: planKey(control, subject.systemId),
        ...boundTo(control, subject),
        byPerson,
        asked: askedOf(control),
      },
    }));
    await db.insert(controlAssessments).values(rows.map(({ row }) => row));
    return audited(
      { assessed: rows.length },
      rows.map(({ control, row: { reason, ...told } }) => ({
        entity: { ref: `control/${control.id}`, name: control.title },
        op: 'create' as const,
        after: told,
        reason,
      })),
    );
  },
});

type Chosen = { readonly control: Control; readonly state: ControlState };

function chosenOf(
  { inputs, checklist }: Awaited<ReturnType<typeof judgedChecklist>>,
  ids: readonly string[],
): Chosen[] {
  const states = new Map(checklist.controls.map((state) => [state.controlId, state]));
  return ids.map((id) => {
    const [control, state] = [inputs.controls.find((one) => one.id === id), states.get(id)];
    if (!control || !state) throw invalid('controlIds', `controlIds: ${id} is not in this checklist`);
    return { control, state };
  });
}

/** What is recorded about one of them; whatever refuses it names the control. */
function decided(
  control: Control,
  { checks, evidence, status }: ControlState,
  { decision, role, reason, evidenceIds: named, until: due }: (typeof AssessControls)['_output'],
  nowUs: number,
) {
  const disposition = dispositionsOf(control).find((one) => meaningOf(one) === decision);
  const until = due === undefined ? null : instantOf(due);
  const evidenceIds = [...new Set([...named, ...evidence.map(({ id }) => id)])].slice(0, mostItems);
  try {
    if (status === 'not_applicable' || status === 'undetermined')
      throw precondition('it does not apply, or nobody knows yet whether it does');
    assertWaiver(
      control,
      { disposition: disposition ?? 'waived', untilUs: until && until.getTime() * 1000 },
      nowUs,
    );
    if (!disposition) throw invalid('decision', 'this decision is not offered');
    assertAssessable(control, { disposition, role, reason, evidenceIds }, checks);
    const { id: controlId, framework } = control;
    return {
      controlId,
      framework,
      disposition,
      ownerRole: role,
      reason,
      evidenceIds,
      until,
      environment: null,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `${control.title}: ${error.message}`);
  }
}

/** Each status is kept as widely as its control says. */
function boundTo({ scope }: Control, { release, orgId, systemId, environment }: ChecklistSubject) {
  if (scope === 'release') return { bindingKind: scope, bindingId: release?.digest ?? '' };
  if (scope === 'environment') return { bindingKind: scope, bindingId: environment };
  if (scope === 'org') return { bindingKind: scope, bindingId: orgId };
  return { bindingKind: 'system' as const, bindingId: systemId };
}
