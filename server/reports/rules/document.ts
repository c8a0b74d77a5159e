import type { DocumentField, DocumentPlan } from '@/policies/frameworks/documents';
import type { EvidenceItem } from '@/server/checklists/rules/evidence';
import type { Derived } from '@/server/checklists/rules/derive';
import type { Incident } from '@/server/findings/schema/incidents';
import { precondition } from '@/server/kernel/refusal';
import { incidentValues, itemsOf } from './document-incident';
import { answerText, day, timeOf } from './document-words';
import { type OscalCase, type OscalFinding, words } from './oscal-document';

export interface Recipient {
  readonly name: string;
  readonly roles: readonly string[];
  readonly country: string;
  readonly services: string;
}

/** Everything that documents are made from: one system, or one release of it in one environment. */
export interface DocumentMaterial {
  readonly about: OscalCase;
  readonly derived: readonly Derived[];
  /** What is in force, the newest first, with the titles of the items. */
  readonly items: readonly (EvidenceItem & { readonly title: string })[];
  /** Those that receive data of the system. */
  readonly recipients: readonly Recipient[];
  /** The incident that the document is about; null where it is about none. */
  readonly incident: Incident | null;
}

export interface BuiltField {
  readonly label: string;
  readonly optional: boolean;
  /** Empty: not recorded. */
  readonly values: readonly string[];
}
export interface BuiltDocument {
  readonly schema: 'countersign.document/v1';
  readonly id: string;
  readonly title: string;
  readonly basis: string;
  readonly reader: string;
  readonly organisation: string;
  readonly system: string;
  readonly release: {
    readonly version: string;
    readonly digest: string;
    readonly environment: string;
  } | null;
  readonly incident: { readonly id: string; readonly title: string } | null;
  readonly madeAt: string;
  readonly packs: readonly { readonly id: string; readonly version: string }[];
  /** Mandatory fields without a value, as `section: field`. */
  readonly missing: readonly string[];
  readonly sections: readonly { readonly title: string; readonly fields: readonly BuiltField[] }[];
  readonly notice: string;
}

const notice = 'Made from the records of the portal as they stood at the time stated. It is no legal advice.';

/** A certificate says that the gate allows a release; of any other release it would only look as if it did.
 *  @throws Refusal precondition */
export function assertCertifiable({ release, environment }: OscalCase): void {
  if (release?.decision === 'allow') return;
  const decision = answerText(release?.decision ?? 'no release');
  throw precondition(
    `The gate does not allow this release in ${environment} (${decision}): nothing to certify`,
  );
}

/**
 * Fills in the plan of a document. What nobody recorded stays in it, empty, and is listed as missing.
 * @throws Refusal precondition for the certificate of a release that the gate does not allow
 */
export function builtDocument(plan: DocumentPlan, given: DocumentMaterial): BuiltDocument {
  const { about, derived, incident } = given;
  const material = { ...given, items: itemsOf(given.items, plan.form, incident) };
  if (plan.id === 'release-certificate') assertCertifiable(about);
  const asked = plan.sections.filter(
    ({ when }) => when === undefined || derived.find(({ id }) => id === when)?.value !== false,
  );
  const sections = asked.map(({ title, fields, optional: isExtra = false }) => ({
    title,
    fields: fields.map((field) => ({
      label: field.label,
      optional: isExtra || field.optional === true,
      values: valuesOf(plan, field, material),
    })),
  }));
  const { release, environment } = about;
  return {
    schema: 'countersign.document/v1',
    id: plan.id,
    title: plan.title,
    basis: plan.basis,
    reader: plan.reader,
    organisation: about.maker.organisation.name,
    system: about.system.name,
    release: release ? { version: release.version, digest: release.digest, environment } : null,
    incident: incident && { id: incident.id, title: incident.title },
    madeAt: about.maker.madeAt,
    packs: about.packs.map(({ id, version }) => ({ id, version })),
    missing: sections.flatMap(({ title, fields }) =>
      fields
        .filter(({ optional, values }) => !optional && values.length === 0)
        .map(({ label }) => `${title}: ${label}`),
    ),
    sections,
    notice,
  };
}

function valuesOf({ form }: DocumentPlan, field: DocumentField, material: DocumentMaterial): string[] {
  const own = form !== null && field.ask !== undefined ? [`record:${form}.${field.ask}`] : [];
  const found = [...own, ...(field.from ?? [])].flatMap((source) => {
    const [kind = '', ...rest] = source.split(':');
    return readers[kind]?.(rest.join(':'), material) ?? [];
  });
  return [...new Set(found)];
}

const some = (value: string | null | undefined): string[] => (value ? [value] : []);

/** How each kind of source is read. */
const readers: Readonly<Record<string, (name: string, material: DocumentMaterial) => string[]>> = {
  text: (name) => [name],
  system: (name, { about: { system } }) =>
    some({ name: system.name, purpose: system.purpose, owner: system.owner.name, id: system.id }[name]),
  environment: (_, { about }) => some(about.environment),
  vendor: (_, { recipients }) =>
    recipients.map(
      ({ name, roles, country, services }) =>
        `${name} (${roles.map(words).join(', ')}; ${country})${services && `: ${services}`}`,
    ),
  release: (name, { about: { release } }) => {
    if (!release) return [];
    const { version, digest, decision, frozenAt } = release;
    const given: Readonly<Record<string, string>> = {
      version: `Release ${version}`,
      digest,
      decision: words(decision),
      frozenAt: `Frozen ${day(frozenAt)}`,
    };
    return some(given[name]);
  },
  fact: (name, { about }) => {
    const answer = about.answers[name];
    if (answer === undefined) return [];
    const text =
      typeof answer === 'object' ? answer.map(answerText).join(', ') || 'none' : answerText(answer);
    return [`${words(name)}: ${text}`];
  },
  derived: (name, { derived }) =>
    derived
      .filter(({ id, value }) => id === name && value !== null)
      .map(({ value, basis }) => `${words(name)}: ${answerText(value)} (${basis})`),
  class: (name, { about }) => {
    const [title, outcome] =
      name === 'hipaa' ? ['HIPAA status', about.hipaaStatus] : ['AI Act class', about.aiActClass];
    return outcome === null ? [] : [`${title}: ${answerText(outcome)}`];
  },
  parts: (name, { about }) =>
    about.parts
      .filter(({ kind }) => name === '' || kind === name)
      .map(({ kind, name: part, version, digest }) =>
        `${words(kind)} ${part} ${version ?? ''} ${digest}`.replace(/\s+/g, ' '),
      ),
  record: recordValue,
  evidence: (name, { items }) =>
    items
      .filter(({ type }) => type === name)
      .map(
        ({ title, id, sha256, validUntilUs }) =>
          `${title} (${id}${sha256 ? `, SHA-256 ${sha256}` : ''}${validUntilUs === null ? '' : `, valid until ${dayOf(validUntilUs)}`})`,
      ),
  check: checkValues,
  signoffs: (_, { about }) =>
    about.signoffs.map(
      ({ name, role, meaning, signedAt, voidedBecause: why }) =>
        `${name}, ${answerText(role)}: ${answerText(meaning)}, ${timeOf(signedAt)}${why === null ? '' : ` (no longer counts: ${why})`}`,
    ),
  findings: (_, { about }) => about.findings.map(findingText),
  incident: (name, { incident }) => (incident ? (incidentValues[name]?.(incident) ?? []) : []),
  frameworks: (_, { about }) => about.packs.map(({ title, version }) => `${title}, version ${version}`),
  controls: controlValues,
};

const dayOf = (us: number) => day(new Date(Math.floor(us / 1000)).toISOString());

const findingText = ({ title, severity, state, dueAt, acceptedUntil, remediation, owner }: OscalFinding) => {
  const until = state === 'accepted' ? acceptedUntil : dueAt;
  const due = until === null ? 'no due date' : `until ${day(until)}`;
  return `${title} (${severity}): ${state}, ${owner.name}, ${due}${remediation === null ? '' : `. ${remediation}`}`;
};

/** The value of a field in the newest record of a type. */
function recordValue(name: string, { items }: DocumentMaterial): string[] {
  const at = name.lastIndexOf('.');
  const [type, field] = [name.slice(0, at), name.slice(at + 1)];
  const record = items.find((item) => item.type === type && item.record)?.record;
  const value = record?.[field];
  if (value === undefined || value === null) return [];
  return some(
    Array.isArray(value)
      ? value.map(answerText).join(', ')
      : typeof value === 'string'
        ? value
        : answerText(value),
  );
}

/** The results of the checks whose names begin so; of each check the one that says most. */
function checkValues(prefix: string, { about }: DocumentMaterial): string[] {
  const results = new Map(
    about.states
      .filter(({ status }) => status !== 'not_applicable')
      .flatMap(({ checks }) => checks)
      .filter(({ check, verdict }) => check.startsWith(prefix) && (verdict === 'pass' || verdict === 'fail'))
      .map(({ check, verdict, note }) => [check, `${check}: ${verdict}${note ? `. ${note}` : ''}`]),
  );
  return [...results.values()].sort();
}

function controlValues(name: string, { about }: DocumentMaterial): string[] {
  if (name === 'addressable') {
    const addressable = new Set(
      about.packs
        .flatMap(({ controls }) => controls)
        .filter(({ obligation_level: level }) => level === 'addressable')
        .map(({ id }) => id),
    );
    return about.states
      .filter(({ controlId, status }) => addressable.has(controlId) && status !== 'not_applicable')
      .map(
        ({ controlId, status, assessment }) =>
          `${controlId}: ${answerText(status)}${assessment ? `. ${assessment.reason}` : ''}`,
      );
  }
  const counts = new Map<string, number>();
  for (const { status } of about.states) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${words(status)}: ${count}`);
}
