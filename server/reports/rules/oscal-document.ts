import type { Control } from '@/policies/frameworks/contract';
import type { ControlState } from '@/server/checklists/rules/control-state';

export const oscalVersion = '1.1.3';
/** Properties of ours carry this namespace; everything else in a document is NIST's own vocabulary. */
export const ns = 'https://countersign.dev/ns/oscal';

/** The models, by the name that NIST's schema and a trestle workspace give them, in the order in which they build up. */
export const oscalModels = [
  'catalog',
  'profile',
  'component-definition',
  'system-security-plan',
  'assessment-plan',
  'assessment-results',
  'plan-of-action-and-milestones',
] as const;
export type OscalModel = (typeof oscalModels)[number];
export type OscalDocument = Readonly<Record<string, Json>>;
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A pack as the exports need it; controls that a release is judged by, in the pack's order. */
export interface OscalPack {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly digest: string;
  readonly controls: readonly Control[];
}

/** What makes a document nameable and repeatable: the same names give the same identifiers. */
export interface OscalMaker {
  /** RFC 9562 UUID of version 5 of a name. */
  readonly uuid: (name: string) => string;
  readonly organisation: { readonly id: string; readonly name: string };
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
}

export interface OscalEvidence {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly sha256: string | null;
  readonly mediaType: string | null;
  readonly href: string;
  readonly givenAt: string;
  readonly validUntil: string | null;
}
export interface OscalSignoff {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly role: string;
  readonly meaning: string;
  readonly reason: string;
  readonly signedAt: string;
  readonly digest: string;
  /** Why it no longer counts; null while it does. */
  readonly voidedBecause: string | null;
}

/** A finding that is not closed. Instants are ISO 8601 in UTC. */
export interface OscalFinding {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly state: 'open' | 'remediated' | 'accepted' | 'closed';
  readonly isOverdue: boolean;
  readonly dueAt: string | null;
  readonly acceptedUntil: string | null;
  readonly remediation: string | null;
  readonly resolution: string | null;
  readonly owner: { readonly id: string; readonly name: string };
}

/** A system, or one release of it in one environment, with everything that is known about its controls. */
export interface OscalCase {
  readonly maker: OscalMaker;
  readonly system: {
    readonly id: string;
    readonly name: string;
    readonly purpose: string;
    readonly stage: 'planned' | 'development' | 'in_use' | 'retired';
    readonly owner: { readonly id: string; readonly name: string };
  };
  /** null: the system before any release, judged as if it went to production. */
  readonly release: {
    readonly id: string;
    readonly version: string;
    readonly digest: string;
    readonly frozenAt: string;
    readonly decision: string;
  } | null;
  readonly environment: string;
  readonly answers: Readonly<Record<string, boolean | string | readonly string[]>>;
  readonly aiActClass: string | null;
  readonly hipaaStatus: string | null;
  readonly parts: readonly {
    readonly kind: string;
    readonly name: string;
    readonly version: string | null;
    readonly digest: string;
  }[];
  readonly packs: readonly OscalPack[];
  /** One for each control of the packs. */
  readonly states: readonly ControlState[];
  readonly evidence: readonly OscalEvidence[];
  readonly signoffs: readonly OscalSignoff[];
  /** The soonest due first. */
  readonly findings: readonly OscalFinding[];
}

/** A property of our own. OSCAL takes one line without outer spaces, so anything else is folded; nothing is no property. */
export function prop(name: string, value: string | number | boolean | null, kind?: string): Json[] {
  const line = value === null ? '' : String(value).replace(/\s+/g, ' ').trim();
  return line === '' ? [] : [{ name, ns, value: line, ...(kind ? { class: kind } : {}) }];
}

/** Members that hold nothing are left out: OSCAL knows neither null nor empty lists. */
export function filled(members: Readonly<Record<string, Json | undefined>>): { [key: string]: Json } {
  const kept = Object.entries(members).filter(
    (entry): entry is [string, Json] =>
      entry[1] !== undefined &&
      entry[1] !== null &&
      entry[1] !== '' &&
      !(Array.isArray(entry[1]) && entry[1].length === 0),
  );
  return Object.fromEntries(kept);
}

export interface People {
  readonly roles?: readonly string[];
  readonly parties?: readonly { readonly id: string; readonly name: string }[];
}

/** The head of every document; the organisation is its first party. */
export const metadata = (
  { uuid, organisation, madeAt }: OscalMaker,
  title: string,
  version: string,
  { roles = [], parties = [] }: People = {},
): Json =>
  filled({
    title,
    'last-modified': madeAt,
    version,
    'oscal-version': oscalVersion,
    roles: [...new Set(roles)].sort().map((id) => ({ id, title: words(id) })),
    parties: [
      { uuid: uuid(organisation.id), type: 'organization', name: organisation.name },
      ...[...new Map(parties.map((one) => [one.id, one])).values()].map(({ id, name }) => ({
        uuid: uuid(id),
        type: 'person',
        name,
      })),
    ],
    remarks: 'Made by Countersign from its records. It is no legal advice.',
  });

export const words = (id: string): string => {
  const text = id
    .replaceAll('_', ' ')
    .replaceAll(/\b(ai|dpia|dpo|eu|gdpr|hipaa|ml|phi)\b/g, (letters) => letters.toUpperCase());
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
};

/** The applicable set: what does not apply by its facts is no part of a profile. */
export const applicable = ({ states }: OscalCase): readonly ControlState[] =>
  states.filter(({ status }) => status !== 'not_applicable');

/** Names inside the documents about one subject; the digest tells a release from the next. */
export const subjectName = ({ system, release, environment }: OscalCase): string =>
  release ? `${release.digest} ${environment}` : system.id;
export const titleOf = ({ system, release, environment }: OscalCase): string =>
  release ? `${system.name} ${release.version} in ${environment}` : system.name;

/** Where each document lies in a trestle workspace, from its root. */
export const folderOf: Readonly<Record<OscalModel, string>> = {
  catalog: 'catalogs',
  profile: 'profiles',
  'component-definition': 'component-definitions',
  'system-security-plan': 'system-security-plans',
  'assessment-plan': 'assessment-plans',
  'assessment-results': 'assessment-results',
  'plan-of-action-and-milestones': 'plan-of-action-and-milestones',
};
export const fileOf = (model: OscalModel, name: string): string => `${folderOf[model]}/${name}/${model}.json`;
/** How one document of a package names another: trestle takes a relative path from its own root, not from the file. */
export const hrefOf = (model: OscalModel, name: string): string => `trestle://${fileOf(model, name)}`;

/** The folder name of a subject: letters, digits and dashes. trestle takes what follows a dot for a file's ending. */
export const slugOf = ({ system, release, environment }: OscalCase): string =>
  [system.name, ...(release ? [release.version, environment] : [])].join('-').replace(/[^A-Za-z0-9-]+/g, '-');
