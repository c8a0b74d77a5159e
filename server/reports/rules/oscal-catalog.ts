import type { Control, EvidenceNeed } from '@/policies/frameworks/contract';
import {
  filled,
  type Json,
  metadata,
  type OscalDocument,
  type OscalMaker,
  type OscalPack,
  prop,
} from './oscal-document';

export const statementId = (controlId: string): string => `${controlId}_smt`;
export const objectiveId = (controlId: string, group: number): string => `${controlId}_obj.${group + 1}`;

const methodOf = ({ kind }: EvidenceNeed) =>
  kind === 'automated_check' || kind === 'policy_setting'
    ? 'TEST'
    : kind === 'attestation' || kind === 'sign_off'
      ? 'INTERVIEW'
      : 'EXAMINE';
const methods = ['EXAMINE', 'INTERVIEW', 'TEST'] as const;

/** The name of a catalog's UUID: the same controls in the same version are the same catalog, whenever it is exported. */
export const catalogName = (orgId: string, { id, version, digest }: Omit<OscalPack, 'title' | 'controls'>) =>
  `${orgId} catalog ${id} ${version} ${digest}`;

/** A control pack as an OSCAL catalog. What OSCAL has no member for stands in properties of our namespace. */
export function catalogOf(maker: OscalMaker, pack: OscalPack): OscalDocument {
  return {
    catalog: {
      uuid: maker.uuid(catalogName(maker.organisation.id, pack)),
      metadata: metadata(maker, pack.title, pack.version),
      groups: [
        {
          id: `grp-${pack.id}`,
          class: 'framework',
          title: pack.title,
          controls: pack.controls.map(controlOf),
        },
      ],
    },
  };
}

function controlOf(control: Control): Json {
  return filled({
    id: control.id,
    class: control.framework,
    title: control.title,
    props: propsOf(control),
    links: control.maps_to
      .filter(({ framework }) => framework === control.framework)
      .map(({ id }) => ({ href: `#${id}`, rel: 'related' })),
    parts: [
      filled({ id: statementId(control.id), name: 'statement', prose: control.requirement }),
      ...control.evidence_required.map(({ any_of: items }, index) => ({
        id: objectiveId(control.id, index),
        name: 'assessment-objective',
        props: items.flatMap(({ type }) => prop('evidence-type', type)),
        prose: `Valid evidence is given: ${items.map(({ title }) => title).join(', or ')}`,
      })),
      ...methodParts(control),
      ...(control.note ? [{ id: `${control.id}_gdn`, name: 'guidance', prose: control.note }] : []),
    ],
  });
}

const propsOf = (control: Control): Json[] => [
  { name: 'label', value: control.citation.replace(/\s+/g, ' ').trim() },
  ...(control.citations.length > 1 ? control.citations : []).flatMap((one) => prop('provision', one)),
  ...prop('binding-nature', control.binding_nature),
  ...prop('applicability', control.applicability),
  ...prop('scope', control.scope),
  ...prop('obligation-level', control.obligation_level),
  ...prop('severity', control.severity),
  ...control.blocks_in.flatMap((stage) => prop('blocks-in', stage)),
  ...prop('waivable', control.waivable),
  ...prop('review-days', control.review_days),
  ...control.re_review_triggers.flatMap((trigger) => prop('reopened-by', trigger)),
  ...prop('automation', control.automation.level),
  ...control.automation.checks.flatMap(({ check }) => prop('check', check)),
  ...control.automation.checks.flatMap((use) =>
    Object.entries(use.params).flatMap(([name, value]) =>
      prop('check-parameter', `${name}=${JSON.stringify(value)}`, use.check),
    ),
  ),
  ...control.evidence_optional.flatMap(({ type }) => prop('optional-evidence-type', type)),
  ...prop('owner-role', control.owner_role),
  ...control.required_signoffs.flatMap((role) => prop('required-signoff', role)),
  ...prop('applies-from', control.applies_from),
  ...Object.entries(control.applies_from_by_path ?? {}).flatMap(([path, date]) =>
    prop('applies-from-by-path', date, path),
  ),
  ...control.genai_actions.flatMap((action) => prop('genai-action', action)),
  ...control.themes.flatMap((theme) => prop('theme', theme)),
  ...control.maps_to.flatMap(({ id, relation }) => prop('maps-to', id, relation)),
];

/** NIST's three ways to assess, each with what is looked at. */
function methodParts(control: Control): Json[] {
  const needs = control.evidence_required.flatMap(({ any_of: items }) => items);
  return methods.flatMap((method) => {
    const titles = [...new Set(needs.filter((need) => methodOf(need) === method).map(({ title }) => title))];
    return titles.length === 0
      ? []
      : [
          {
            id: `${control.id}_asm-${method.toLowerCase()}`,
            name: 'assessment-method',
            props: [{ name: 'method', value: method }],
            parts: [{ name: 'assessment-objects', prose: titles.join('\n') }],
          },
        ];
  });
}
