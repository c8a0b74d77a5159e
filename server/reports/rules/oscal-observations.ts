import type { ControlState } from '@/server/checklists/rules/control-state';
import { applicable, filled, type Json, type OscalCase, prop, subjectName } from './oscal-document';
import { resourceOf } from './oscal-resources';
import { systemComponent } from './oscal-system';

type Checked = ControlState['checks'][number];

/** One check with one set of parameters is run once, whatever asks for it. */
const nameOfCheck = ({ check, params }: Checked) => `${check} ${JSON.stringify(params)}`;
const checkUuid = (about: OscalCase, used: Checked) =>
  about.maker.uuid(`observation ${nameOfCheck(used)} ${subjectName(about)}`);
const evidenceUuid = (about: OscalCase, evidenceId: string) =>
  about.maker.uuid(`observation ${evidenceId} ${subjectName(about)}`);

/** A check without an answer was not observed: the control's reasons say that it is missing. */
const wasRun = ({ verdict }: Checked) => verdict !== 'needs_connector';
const isoOf = (us: number) => new Date(Math.floor(us / 1000)).toISOString();

/** Everything observed about the release: checks that were run and evidence that counts. */
export function observations(about: OscalCase): Json[] {
  const states = applicable(about);
  const run = new Map(
    states.flatMap(({ checks }) => checks.filter(wasRun).map((used) => [nameOfCheck(used), used] as const)),
  );
  const counted = new Set(states.flatMap(({ evidence }) => evidence.map(({ id }) => id)));
  return [
    ...[...run.values()].map((used) => checkObservation(about, used)),
    ...about.evidence
      .filter(({ id }) => counted.has(id))
      .map((item) =>
        filled({
          uuid: evidenceUuid(about, item.id),
          title: item.title,
          description: `Evidence of the type ${item.type}.`,
          methods: ['EXAMINE'],
          subjects: [{ 'subject-uuid': systemComponent(about), type: 'component' }],
          links: [{ href: `#${resourceOf(about, item.id)}`, rel: 'reference' }],
          'relevant-evidence': [{ href: `#${resourceOf(about, item.id)}`, description: item.title }],
          collected: item.givenAt,
          expires: item.validUntil ?? undefined,
        }),
      ),
  ];
}

function checkObservation(about: OscalCase, used: Checked): Json {
  const { check, verdict, note, evidenceRef, atUs } = used;
  return {
    uuid: checkUuid(about, used),
    title: check,
    description: note || `The check ${check} answered ${verdict.replaceAll('_', ' ')}.`,
    props: [...prop('verdict', verdict), ...prop('result-of', evidenceRef)],
    methods: ['TEST'],
    types: ['finding'],
    subjects: [{ 'subject-uuid': systemComponent(about), type: 'component' }],
    collected: atUs === null ? about.maker.madeAt : isoOf(atUs),
  };
}

/** The observations that a control rests on. */
export const observationsOf = (about: OscalCase, { checks, evidence }: ControlState): string[] => [
  ...new Set([
    ...checks.filter(wasRun).map((used) => checkUuid(about, used)),
    ...evidence
      .filter(({ id }) => about.evidence.some((item) => item.id === id))
      .map(({ id }) => evidenceUuid(about, id)),
  ]),
];
