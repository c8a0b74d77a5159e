import { closedStatuses, type ControlState } from '@/server/checklists/rules/control-state';
import {
  applicable,
  filled,
  hrefOf,
  type Json,
  metadata,
  type OscalCase,
  type OscalDocument,
  prop,
  slugOf,
  subjectName,
  titleOf,
  words,
} from './oscal-document';
import { findingItems, findingPeople, findingRisks } from './oscal-findings';
import { versionOf } from './oscal-profile';

/** Every control that applies and is not met is an item of the plan, a waived one with the end of its waiver. */
export const risky = (about: OscalCase): readonly ControlState[] =>
  applicable(about).filter(
    ({ status }) => status === 'waived' || !(closedStatuses.includes(status) || status === 'set_aside'),
  );

export const riskUuid = (about: OscalCase, { controlId }: ControlState): string =>
  about.maker.uuid(`risk ${controlId} ${subjectName(about)}`);

const controlIn = ({ packs }: OscalCase, controlId: string) =>
  packs.flatMap(({ controls }) => controls).find(({ id }) => id === controlId);

/** @param remediation whether to say what is to be done, as a plan does and a result does not */
export function riskOf(about: OscalCase, state: ControlState, remediation = false): Json {
  const control = controlIn(about, state.controlId);
  const missing = state.reasons.length > 0 ? state.reasons.join('; ') : words(state.status);
  return filled({
    uuid: riskUuid(about, state),
    title: control?.title ?? state.controlId,
    description: `${words(state.status)}: ${missing}.`,
    statement: control?.requirement ?? state.controlId,
    props: [...prop('control-id', state.controlId), ...prop('blocks', state.blocks)],
    status: state.status === 'waived' ? 'deviation-approved' : 'open',
    deadline: deadlineOf(state),
    remediations: remediation
      ? [
          {
            uuid: about.maker.uuid(`remediation ${state.controlId} ${subjectName(about)}`),
            lifecycle: 'planned',
            title: `Close ${control?.citation ?? state.controlId}`,
            description: `${missing}. Owner: ${words(control?.owner_role ?? 'nobody').toLowerCase()}.`,
          },
        ]
      : [],
  });
}

/** The day on which a duty that has not begun does begin, or a waiver ends. */
const deadlineOf = ({ status, dueAtUs }: ControlState) =>
  (status === 'readiness' || status === 'waived') && dueAtUs !== null
    ? new Date(Math.floor(dueAtUs / 1000)).toISOString()
    : undefined;

/** What is left to do; undefined when nothing is, for OSCAL knows no empty plan. */
export function planOfActionOf(about: OscalCase): OscalDocument | undefined {
  const open = risky(about);
  if (open.length === 0 && about.findings.length === 0) return undefined;
  const { maker, system } = about;
  return {
    'plan-of-action-and-milestones': {
      uuid: maker.uuid(`poam ${maker.madeAt} ${subjectName(about)}`),
      metadata: metadata(maker, `Plan of action: ${titleOf(about)}`, versionOf(about), findingPeople(about)),
      'import-ssp': { href: hrefOf('system-security-plan', slugOf(about)) },
      'system-id': { 'identifier-type': 'https://countersign.dev/ns/system', id: system.id },
      risks: [...open.map((state) => riskOf(about, state, true)), ...findingRisks(about)],
      'poam-items': [...open.map((state) => itemOf(about, state)), ...findingItems(about)],
    },
  };
}

const itemOf = (about: OscalCase, state: ControlState): Json => {
  const control = controlIn(about, state.controlId);
  return {
    uuid: about.maker.uuid(`poam ${state.controlId} ${subjectName(about)}`),
    title: control?.title ?? state.controlId,
    description: state.reasons.join('; ') || words(state.status),
    props: [
      ...prop('control-id', state.controlId),
      ...prop('status', state.status),
      ...prop('owner-role', control?.owner_role ?? null),
    ],
    'related-risks': [{ 'risk-uuid': riskUuid(about, state) }],
  };
};
