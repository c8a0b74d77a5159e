import type { ControlState } from '@/server/checklists/rules/control-state';
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
import { versionOf } from './oscal-profile';
import { evidenceLinks, resources } from './oscal-resources';

const systemStates = {
  planned: 'under-development',
  development: 'under-development',
  in_use: 'operational',
  retired: 'disposition',
} as const;
const componentTypes: Readonly<Record<string, string>> = {
  image: 'software',
  guardrail: 'policy',
  framework: 'standard',
  dataset: 'data',
};

/** How OSCAL says how far a control is. */
export function implementationOf({ status, evidence, checks }: ControlState): string {
  if (status === 'satisfied') return 'implemented';
  if (status === 'alternative_implemented') return 'alternative';
  if (status === 'not_applicable' || status === 'not_reasonable_documented' || status === 'set_aside')
    return 'not-applicable';
  const isBegun = evidence.length > 0 || checks.some(({ verdict }) => verdict === 'pass');
  return status === 'stale' || isBegun ? 'partial' : 'planned';
}

/** What a person reads about the state of a control, in whole sentences. */
export function saidOf({ status, reasons, assessment }: ControlState): string {
  const by = assessment
    ? ` Assessed as ${assessment.disposition.replaceAll('_', ' ')}: ${assessment.reason}`
    : '';
  const open = reasons.length > 0 ? ` Open: ${reasons.join('; ')}.` : '';
  return `${words(status)}.${open}${by}`;
}

const stateProps = (state: ControlState): Json[] => [
  ...prop('status', state.status),
  ...prop('disposition', state.assessment?.disposition ?? null),
  ...prop('blocks', state.blocks),
  ...prop('applies-from', state.appliesFrom),
  ...prop('why', state.why),
];

export const systemComponent = (about: OscalCase): string => about.maker.uuid(`system ${subjectName(about)}`);
export const partComponent = (about: OscalCase, digest: string, name: string): string =>
  about.maker.uuid(`part ${subjectName(about)} ${name} ${digest}`);

/** The system and its parts, and how the system meets each control of its profile. */
export function componentDefinitionOf(about: OscalCase): OscalDocument {
  const { maker, system } = about;
  const source = hrefOf('profile', slugOf(about));
  const named = (what: string) => maker.uuid(`component definition ${what} ${subjectName(about)}`);
  const requirements = applicable(about).map((state) => ({
    uuid: named(state.controlId),
    'control-id': state.controlId,
    description: saidOf(state),
    props: stateProps(state),
  }));
  return {
    'component-definition': {
      uuid: named(maker.madeAt),
      metadata: metadata(maker, `Components: ${titleOf(about)}`, versionOf(about)),
      components: [
        filled({
          uuid: systemComponent(about),
          type: 'service',
          title: system.name,
          description: system.purpose,
          props: releaseProps(about),
          'control-implementations': [
            {
              uuid: named('controls'),
              source,
              description: `How ${titleOf(about)} meets the controls that apply.`,
              'implemented-requirements': requirements,
            },
          ],
        }),
        ...about.parts.map((part) => partOf(about, part)),
      ],
    },
  };
}

export const releaseProps = ({ release, environment }: OscalCase): Json[] =>
  release
    ? [
        ...prop('release-version', release.version),
        ...prop('release-digest', release.digest),
        ...prop('environment', environment),
      ]
    : [];

const partOf = (about: OscalCase, { kind, name, version, digest }: OscalCase['parts'][number]) => ({
  uuid: partComponent(about, digest, name),
  type: componentTypes[kind] ?? 'software',
  title: `${name}${version ? ` ${version}` : ''}`,
  description: `${words(kind)} that this release is made of or judged by.`,
  props: [...prop('part-kind', kind), ...prop('version', version), ...prop('digest', digest)],
});

/** The system's description, facts, people and how each control is met. */
export function systemSecurityPlanOf(about: OscalCase): OscalDocument {
  const { maker, system } = about;
  const roles = ownersOf(about);
  const named = (what: string) => maker.uuid(`ssp ${what} ${subjectName(about)}`);
  return {
    'system-security-plan': filled({
      uuid: named(maker.madeAt),
      metadata: metadata(maker, `System security plan: ${titleOf(about)}`, versionOf(about), {
        roles: [...roles, 'system_owner'],
        parties: [system.owner],
      }),
      'import-profile': { href: hrefOf('profile', slugOf(about)) },
      'system-characteristics': characteristicsOf(about),
      'system-implementation': {
        users: [...roles, 'system_owner'].map((role) => ({
          uuid: named(`user ${role}`),
          title: words(role),
          'role-ids': [role],
        })),
        components: [
          {
            uuid: systemComponent(about),
            type: 'this-system',
            title: system.name,
            description: system.purpose,
            status: { state: systemStates[system.stage] },
          },
          ...about.parts.map((part) => ({ ...partOf(about, part), status: { state: 'operational' } })),
        ],
      },
      'control-implementation': {
        description: `The control records of ${titleOf(about)} as they stood when this was made.`,
        'implemented-requirements': applicable(about).map((state) => requirementOf(about, state)),
      },
      'back-matter': resources(about),
    }),
  };
}

export const ownersOf = (about: OscalCase): string[] => {
  const applies = new Set(applicable(about).map(({ controlId }) => controlId));
  const controls = about.packs.flatMap((pack) => pack.controls).filter(({ id }) => applies.has(id));
  return [...new Set(controls.map((control) => control.owner_role))].sort();
};

function requirementOf(about: OscalCase, state: ControlState): Json {
  const named = (what: string) => about.maker.uuid(`ssp ${what} ${state.controlId} ${subjectName(about)}`);
  return {
    uuid: named('requirement'),
    'control-id': state.controlId,
    props: stateProps(state),
    'by-components': [
      filled({
        'component-uuid': systemComponent(about),
        uuid: named('by system'),
        description: saidOf(state),
        links: evidenceLinks(about, state),
        'implementation-status': { state: implementationOf(state) },
      }),
    ],
  };
}

function characteristicsOf(about: OscalCase): Json {
  const { system, answers, aiActClass, hipaaStatus, environment } = about;
  const factProps = Object.entries(answers).flatMap(([fact, answer]) =>
    prop(`fact-${fact}`, typeof answer === 'object' ? answer.join(', ') : answer),
  );
  return filled({
    'system-ids': [{ 'identifier-type': 'https://countersign.dev/ns/system', id: system.id }],
    'system-name': system.name,
    description: system.purpose,
    props: [
      ...releaseProps(about),
      ...prop('ai-act-class', aiActClass),
      ...prop('hipaa-status', hipaaStatus),
      ...factProps,
    ],
    'system-information': { 'information-types': informationTypes(about) },
    status: { state: systemStates[system.stage] },
    'authorization-boundary': {
      description: environment
        ? `The release as it is named by its digest, in the environment ${environment}.`
        : 'The system with its parts, before any release.',
    },
    'responsible-parties': [
      { 'role-id': 'system_owner', 'party-uuids': [about.maker.uuid(system.owner.id)] },
    ],
  });
}

/** What the answers say about the data; where they say nothing, that is what stands here. */
function informationTypes(about: OscalCase): Json[] {
  const { answers, system, maker } = about;
  const sensitive = answers['sensitive_data'];
  const titles = [
    ...(answers['processes_personal_data'] === true ? ['Personal data'] : []),
    ...(answers['phi'] === true ? ['Protected health information'] : []),
    ...(typeof sensitive === 'object' ? sensitive.map(words) : []),
  ];
  return (titles.length > 0 ? titles : ['Not classified']).map((title) => ({
    uuid: maker.uuid(`information ${title} ${system.id}`),
    title,
    description:
      titles.length > 0
        ? `${title}, as the facts of the system say.`
        : 'No fact names a kind of personal data.',
  }));
}
