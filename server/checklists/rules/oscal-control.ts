import type { OscalControl, OscalPart, OscalProp } from '../schema/oscal';
import { proseOf, type Told } from './oscal-text';

/** The namespace in which our own catalogs say what OSCAL has no member for. */
const ns = 'https://countersign.dev/ns/oscal';
const longestNote = 5000;

export const isWithdrawn = ({ props = [] }: OscalControl): boolean =>
  props.some(({ name, value, ns: of }) => name === 'status' && value === 'withdrawn' && of !== ns);

/** The id of a control as frameworks here write ids: in lower case, with dashes for what they have no sign for. */
export const idOf = (oscalId: string): string => oscalId.toLowerCase().replace(/[^a-z0-9.]+/g, '-');

/**
 * A control of a catalog as people write controls of a framework. Of the properties only those of our own namespace are
 * read: in another one the same name means something else.
 */
export function asWritten(
  { id, title, props = [], parts = [] }: OscalControl,
  fill: (text: string, told: Told) => string,
  told: Told,
): Readonly<Record<string, unknown>> {
  const own = props.filter((prop) => prop.ns === ns);
  const values = (name: string) => own.filter((one) => one.name === name).map(({ value }) => value);
  const last = (name: string) => values(name).at(-1);
  const isOurs = last('applicability') !== undefined && last('severity') !== undefined;
  const statement = parts.filter(({ name }) => name === 'statement').flatMap((part) => proseOf(part));
  const requirement = fill(statement.join('\n'), told).trim();
  if (requirement === '') told.note('has no statement: its title stands for its text');
  const written: Record<string, unknown> = {
    id: idOf(id),
    title: fill(title, told),
    citation: labelOf(props) ?? id,
    requirement: requirement || title,
    scope: last('scope') ?? 'org',
    appliesWhen: last('applicability'),
    severity: last('severity'),
    owner: last('owner-role'),
    obligation: last('obligation-level'),
    reopenedBy: some(values('reopened-by')),
    reviewDays: numberIn(last('review-days')),
    appliesFrom: last('applies-from'),
    checks: some(values('check').map((check) => useOf(check, own))),
    checksDecide: last('automation') === 'full' ? true : undefined,
    optionalEvidence: some(values('optional-evidence-type')),
    citations: some(values('provision')),
    appliesFromByPath: byPathIn(own),
    waivable: waivableIn(last),
    themes: some(values('theme')),
    genaiActions: some(values('genai-action')),
    signoffs: some(values('required-signoff')),
    blocksIn: isOurs ? values('blocks-in') : some(values('blocks-in')),
    evidence: evidenceIn(parts, isOurs),
    mapsTo: some(
      own
        .filter(({ name }) => name === 'maps-to')
        .map(({ value, class: relation }) => ({ id: value, ...(relation ? { relation } : {}) })),
    ),
    note: guidanceIn(parts, fill, told),
  };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

const labelOf = (props: readonly OscalProp[]): string | undefined => {
  const labels = props.filter(({ name }) => name === 'label');
  return (labels.find((label) => label.class === undefined) ?? labels[0])?.value;
};
const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);
const numberIn = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** A check with the parameters that the catalog says of it: `name=` and the value in JSON. */
function useOf(check: string, own: readonly OscalProp[]) {
  const said = own.filter((prop) => prop.name === 'check-parameter' && prop.class === check);
  if (said.length === 0) return check;
  return { check, params: Object.fromEntries(said.map(({ value }) => paramIn(value))) };
}

function paramIn(text: string): readonly [string, unknown] {
  const [name = '', ...rest] = text.split('=');
  const value = rest.join('=');
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

function byPathIn(own: readonly OscalProp[]) {
  const days = own.filter(({ name }) => name === 'applies-from-by-path');
  return days.length === 0
    ? undefined
    : Object.fromEntries(days.map(({ value, class: path }) => [path ?? '', value]));
}

/** Said only where it is not as the nature of the whole has it. */
function waivableIn(last: (name: string) => string | undefined): boolean | undefined {
  const said = last('waivable');
  const usual = last('binding-nature') !== 'law';
  return said === undefined || (said === 'true') === usual ? undefined : said === 'true';
}

/** Of each objective that names evidence one item; a control of ours without any needs none. */
function evidenceIn(parts: readonly OscalPart[], isOurs: boolean) {
  const groups = parts
    .filter(({ name }) => name === 'assessment-objective')
    .map(({ props = [] }) =>
      props.filter((prop) => prop.ns === ns && prop.name === 'evidence-type').map(({ value }) => value),
    )
    .filter((group) => group.length > 0);
  return isOurs ? groups : some(groups);
}

function guidanceIn(parts: readonly OscalPart[], fill: (text: string, told: Told) => string, told: Told) {
  const lines = parts.filter(({ name }) => name === 'guidance').flatMap((part) => proseOf(part));
  const text = fill(lines.join('\n'), told).trim();
  if (text.length <= longestNote) return text || undefined;
  told.note(`its guidance is cut after ${longestNote} characters`);
  return `${text.slice(0, longestNote - 1)}…`;
}

/** "law", "framework" or "standard" where every control of the document says the same. */
export function natureOf(controls: readonly OscalControl[]): string | undefined {
  const said = new Set(
    controls.map(
      ({ props = [] }) => props.find((prop) => prop.ns === ns && prop.name === 'binding-nature')?.value,
    ),
  );
  return said.size === 1 ? [...said][0] : undefined;
}
