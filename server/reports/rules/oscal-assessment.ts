import type { CheckUse } from '@/policies/frameworks/contract';
import type { ControlState } from '@/server/checklists/rules/control-state';
import { objectiveId, statementId } from './oscal-catalog';
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
} from './oscal-document';
import { observations, observationsOf } from './oscal-observations';
import { versionOf } from './oscal-profile';
import { resources } from './oscal-resources';
import { riskOf, riskUuid, risky } from './oscal-risks';
import { ownersOf, releaseProps, saidOf } from './oscal-system';

const reviewed = (about: OscalCase): Json => ({
  'control-selections': [
    { 'include-controls': applicable(about).map(({ controlId }) => ({ 'control-id': controlId })) },
  ],
});

/** Each automated check with every control that asks for it. */
function checksAsked(about: OscalCase) {
  const asked = new Map<string, { params: CheckUse['params']; controls: string[] }>();
  for (const { controlId, checks } of applicable(about)) {
    for (const { check, params } of checks) {
      const known = asked.get(check);
      if (known) known.controls.push(controlId);
      else asked.set(check, { params, controls: [controlId] });
    }
  }
  return [...asked].map(([check, rest]) => ({ check, ...rest }));
}

/** What is to be tested and read: an activity for each automated check, and one for the assessors. */
export function assessmentPlanOf(about: OscalCase): OscalDocument {
  const { maker } = about;
  const named = (what: string) => maker.uuid(`plan ${what} ${subjectName(about)}`);
  const asked = checksAsked(about);
  const byCheck = asked.map(({ check, params, controls }) => ({
    uuid: named(check),
    title: check,
    description: `Automated check ${check} on exactly this release.`,
    props: [
      ...prop('check', check),
      ...Object.entries(params).flatMap(([name, value]) =>
        prop(`param-${name.replace(/[^A-Za-z0-9._-]/g, '-')}`, JSON.stringify(value)),
      ),
    ],
    'related-controls': {
      'control-selections': [
        { 'include-controls': [...new Set(controls)].map((id) => ({ 'control-id': id })) },
      ],
    },
  }));
  const byHand = {
    uuid: named('assessors'),
    title: 'Assessment by the owners of the controls',
    description:
      'The person who holds the owner role of a control reads its evidence and records a disposition.',
    'responsible-roles': ownersOf(about).map((role) => ({ 'role-id': role })),
  };
  const activities = [...byCheck, byHand];
  return {
    'assessment-plan': {
      uuid: named(maker.madeAt),
      metadata: metadata(maker, `Assessment plan: ${titleOf(about)}`, versionOf(about), {
        roles: ownersOf(about),
      }),
      'import-ssp': { href: hrefOf('system-security-plan', slugOf(about)) },
      'local-definitions': { activities },
      'reviewed-controls': reviewed(about),
      tasks: activities.map(({ uuid, title }) => ({
        uuid: named(`task ${title}`),
        type: 'action',
        title,
        'associated-activities': [
          { 'activity-uuid': uuid, subjects: [{ type: 'component', 'include-all': {} }] },
        ],
      })),
    },
  };
}

/** What was found: checks and evidence as observations, each control as a finding, each signature as an attestation. */
export function assessmentResultsOf(about: OscalCase): OscalDocument {
  const { maker, release, signoffs } = about;
  const named = (what: string) => maker.uuid(`results ${what} ${subjectName(about)}`);
  const start = release?.frozenAt ?? maker.madeAt;
  const result = filled({
    uuid: named('result'),
    title: `${titleOf(about)}: controls as judged`,
    description: 'Every control that applies, judged on the evidence, checks and sign-offs of this release.',
    start,
    end: maker.madeAt < start ? start : maker.madeAt,
    props: [...releaseProps(about), ...prop('decision', release?.decision ?? null)],
    'reviewed-controls': reviewed(about),
    attestations: signoffs.map((signoff) => attestationOf(about, signoff)),
    observations: observations(about),
    risks: risky(about).map((state) => riskOf(about, state)),
    findings: applicable(about).map((state) => findingOf(about, state)),
  });
  return {
    'assessment-results': filled({
      uuid: named(maker.madeAt),
      metadata: metadata(maker, `Assessment results: ${titleOf(about)}`, versionOf(about), {
        roles: signoffs.map(({ role }) => role),
        parties: signoffs.map(({ personId, name }) => ({ id: personId, name })),
      }),
      'import-ap': { href: hrefOf('assessment-plan', slugOf(about)) },
      results: [result],
      'back-matter': resources(about),
    }),
  };
}

function attestationOf({ maker }: OscalCase, signoff: OscalCase['signoffs'][number]): Json {
  return {
    'responsible-parties': [{ 'role-id': signoff.role, 'party-uuids': [maker.uuid(signoff.personId)] }],
    parts: [
      filled({
        name: 'attestation',
        title: `Sign-off ${signoff.id}`,
        prose: signoff.reason || signoff.meaning.replaceAll('_', ' '),
        props: [
          ...prop('meaning', signoff.meaning),
          ...prop('signed-at', signoff.signedAt),
          ...prop('digest', signoff.digest),
          ...prop('voided-because', signoff.voidedBecause),
        ],
      }),
    ],
  };
}

const closed: readonly string[] = ['satisfied', 'alternative_implemented', 'not_reasonable_documented'];
const isRefused = ({ checks, assessment }: ControlState) =>
  checks.some(({ verdict }) => verdict === 'fail') ||
  assessment?.disposition === 'not_satisfied' ||
  assessment?.disposition === 'partially_satisfied';

function findingOf(about: OscalCase, state: ControlState): Json {
  const { controlId, status } = state;
  const isClosed = closed.includes(status);
  const reason = status === 'satisfied' ? 'pass' : !isClosed && isRefused(state) ? 'fail' : 'other';
  const control = about.packs.flatMap(({ controls }) => controls).find(({ id }) => id === controlId);
  const single = state.missingEvidence.length === 1 && control?.evidence_required.length === 1;
  return filled({
    uuid: about.maker.uuid(`finding ${controlId} ${subjectName(about)}`),
    title: control?.title ?? controlId,
    description: saidOf(state),
    props: prop('status', status),
    target: {
      type: single ? 'objective-id' : 'statement-id',
      'target-id': single ? objectiveId(controlId, 0) : statementId(controlId),
      props: prop('disposition', state.assessment?.disposition ?? status),
      status: { state: isClosed ? 'satisfied' : 'not-satisfied', reason },
    },
    'related-observations': observationsOf(about, state).map((uuid) => ({ 'observation-uuid': uuid })),
    'related-risks': risky(about).includes(state) ? [{ 'risk-uuid': riskUuid(about, state) }] : [],
  });
}
