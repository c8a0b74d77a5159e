import type {
  CheckUse,
  Control,
  Disposition,
  EvidenceNeed,
  EvidenceType,
  FrameworkId,
} from '@/policies/frameworks/contract';
import type { CheckParam } from '@/policies/frameworks/check-params';
import { Refusal } from '@/server/kernel/refusal';
import type { CheckName, PackControl, PackHead } from '../schema/pack';
import type { FactBase } from './expression';
import { assertMeaning } from './meaning';
import { paramProblems } from './params';

/** A control with the line on which it begins in what was given. */
export interface Written<T> {
  readonly control: T;
  readonly line: number;
  /** Of a workbook: the sheet whose row `line` is. */
  readonly sheet?: string;
  /** Of an OSCAL document: where in it; `line` is then the control's place among all. */
  readonly path?: string;
}
export interface PackProblem extends Omit<Written<unknown>, 'control'> {
  readonly control: string | null;
  readonly message: string;
}
export interface PackCatalogue {
  readonly facts: FactBase;
  readonly typeOf: (id: string) => EvidenceType | undefined;
  readonly checkOf: (
    id: string,
  ) => { readonly default_params: Readonly<Record<string, unknown>> } | undefined;
  readonly paramsOf: (check: string) => readonly CheckParam[];
  /** The framework that has a control of this id already; undefined when none has. */
  readonly ownerOf: (controlId: string) => string | undefined;
  readonly roles: readonly string[];
}

const mostProblems = 50;

/** @throws Refusal invalid with a line for each problem, naming control and line */
export function refuseProblems(problems: readonly PackProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems
    .toSorted((a, b) => a.line - b.line)
    .slice(0, mostProblems)
    .map(
      ({ control, message, ...at }) => `${placeOf(at)}${control ? `, control ${control}` : ''}: ${message}`,
    );
  const more = problems.length > mostProblems ? [`${problems.length - mostProblems} more problems`] : [];
  const [first = ''] = lines;
  throw new Refusal('invalid', problems.length === 1 ? first : `${first} (and ${problems.length - 1} more)`, {
    fields: { content: [...lines, ...more] },
  });
}

type Place = Pick<PackProblem, 'line' | 'sheet' | 'path'>;

function placeOf({ line, sheet, path }: Place): string {
  if (path !== undefined) return `At ${path}`;
  return sheet === undefined ? `Line ${line}` : `Sheet ${sheet}, row ${line}`;
}

const placeAmong = ({ line, sheet, path }: Place): string =>
  path === undefined ? `on ${sheet === undefined ? 'line' : 'row'} ${line}` : `at ${path}`;

/** What is wrong with controls that have the right shape, all of it at once. */
export function packProblems(
  head: PackHead,
  written: readonly Written<PackControl>[],
  catalogue: PackCatalogue,
): PackProblem[] {
  const first = new Map<string, string>();
  const own = new Set(written.map(({ control }) => control.id));
  const each = written.flatMap(({ control, ...at }) => {
    const say = (message: string): PackProblem => ({ ...at, control: control.id, message });
    const earlier = first.get(control.id);
    if (earlier === undefined) first.set(control.id, placeAmong(at));
    const owner = catalogue.ownerOf(control.id);
    return [
      ...(earlier === undefined ? [] : [say(`the id stands ${earlier} already`)]),
      ...(owner === undefined || owner === head.id ? [] : [say(`the id belongs to the framework ${owner}`)]),
      ...expressionProblem(control, catalogue.facts).map(say),
      ...nameProblems(control, catalogue).map(say),
      ...control.mapsTo
        .filter(({ id }) => !own.has(id) && catalogue.ownerOf(id) === undefined)
        .map(({ id }) => say(`mapsTo names ${id}, which no framework has`)),
    ];
  });
  return [...each, ...cycles(written)];
}

function expressionProblem({ appliesWhen }: PackControl, facts: FactBase): string[] {
  try {
    assertMeaning(appliesWhen, facts);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [`appliesWhen: ${error.message}`];
    throw error;
  }
}

function nameProblems(control: PackControl, { typeOf, checkOf, paramsOf, roles }: PackCatalogue): string[] {
  const unknown = (ids: readonly string[]) => ids.filter((id) => typeOf(id) === undefined);
  const types = unknown(control.evidence.flat());
  const uses = control.checks.map(useOf);
  const checks = uses.filter(({ check }) => checkOf(check) === undefined);
  const asked = new Set(control.evidence.flat());
  const people = [control.owner, ...control.signoffs].filter((id) => !roles.includes(id));
  return [
    ...types.map((id) => `evidence: there is no evidence type ${id}`),
    ...unknown(control.optionalEvidence).map((id) => `optionalEvidence: there is no evidence type ${id}`),
    ...control.optionalEvidence
      .filter((id) => asked.has(id))
      .map((id) => `optionalEvidence: ${id} is required already`),
    ...checks.map(({ check }) => `checks: there is no automated check ${check}`),
    ...uses
      .flatMap((use) => (checkOf(use.check) ? paramProblems(use, paramsOf(use.check)) : []))
      .map((one) => `checks: ${one}`),
    ...(control.checksDecide && uses.length === 0
      ? ['checksDecide: there is no check that could decide']
      : []),
    ...people.map((id) => `there is no role or responsibility ${id}`),
  ];
}

/** A check as it is named, with the parameters that are said. */
export const useOf = (name: CheckName): CheckUse =>
  typeof name === 'string' ? { check: name, params: {} } : name;

/** A control that asks for less than itself, by way of others, means that one of the relations is wrong. */
function cycles(written: readonly Written<PackControl>[]): PackProblem[] {
  const wider = new Map<string, string[]>();
  const add = (from: string, to: string) => wider.set(from, [...(wider.get(from) ?? []), to]);
  for (const { control } of written) {
    for (const { id, relation } of control.mapsTo) {
      if (relation === 'subset-of') add(control.id, id);
      if (relation === 'superset-of') add(id, control.id);
    }
  }
  return written.flatMap(({ control, ...at }) => {
    const path = pathBack(control.id, wider);
    const message = path && `mapsTo goes in a circle: ${path.join(' is a part of ')}`;
    return message ? [{ ...at, control: control.id, message }] : [];
  });
}

function pathBack(start: string, wider: ReadonlyMap<string, readonly string[]>): string[] | null {
  const seen = new Set<string>();
  const waiting: string[][] = [[start]];
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    for (const next of wider.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push([...path, next]);
    }
  }
  return null;
}

const dispositions: Readonly<Record<PackHead['nature'], readonly Disposition[]>> = {
  law: ['satisfied', 'not_satisfied'],
  framework: ['satisfied', 'partially_satisfied', 'not_prioritised_with_reason'],
  standard: ['included_implemented', 'partially_satisfied', 'excluded_with_justification'],
};

const addressable = ['implemented', 'alternative_implemented', 'not_reasonable_documented'] as const;
const dispositionsOf = ({ nature }: PackHead, { obligation }: PackControl): readonly Disposition[] =>
  obligation === 'addressable' || obligation === 'mixed' ? addressable : dispositions[nature];

/** A control in the shape that the checklists read. What was proven by `packProblems` is relied on. */
export function asControl(head: PackHead, written: PackControl, catalogue: PackCatalogue): Control {
  const { typeOf, checkOf, ownerOf } = catalogue;
  const citation = written.citation ?? written.id;
  return {
    id: written.id,
    framework: frameworkOf(head.id),
    title: written.title,
    citation,
    citations: written.citations ?? [citation],
    binding_nature: head.nature,
    requirement: written.requirement,
    applicability: written.appliesWhen,
    scope: written.scope,
    obligation_level: written.obligation,
    disposition_options: dispositionsOf(head, written),
    evidence_required: written.evidence.map((group) => ({
      any_of: group.flatMap((id) => needOf(id, typeOf)),
    })),
    evidence_optional: written.optionalEvidence.flatMap((id) => needOf(id, typeOf)),
    automation: {
      level: written.checks.length === 0 ? 'none' : written.checksDecide ? 'full' : 'partial',
      decides: written.checksDecide,
      rule: 'all',
      checks: written.checks.map(useOf).map(({ check, params }) => ({
        check,
        params: { ...checkOf(check)?.default_params, ...params },
      })),
    },
    review_days: written.reviewDays,
    re_review_triggers: written.reopenedBy,
    severity: written.severity,
    blocks_in: written.severity === 'blocking' ? written.blocksIn : [],
    waivable: written.waivable ?? head.nature !== 'law',
    owner_role: written.owner,
    required_signoffs: written.signoffs,
    applies_from: written.appliesFrom,
    applies_from_by_path: written.appliesFromByPath,
    severity_before_applies:
      written.appliesFrom === null && written.appliesFromByPath === null ? null : 'non_blocking',
    genai_actions: written.genaiActions,
    themes: written.themes,
    maps_to: written.mapsTo.map(({ id, relation, theme = '', sharedEvidence = [], remark }) => ({
      ...{ id, framework: frameworkOf(ownerOf(id) ?? head.id), relation, theme },
      shared_evidence: sharedEvidence,
      ...(remark === undefined ? {} : { remark }),
    })),
    note: written.note,
  };
}

function needOf(id: string, typeOf: PackCatalogue['typeOf']): EvidenceNeed[] {
  const known = typeOf(id);
  if (!known) return [];
  const { kind, title, binding, valid_days, invalidated_by, accepted_forms } = known;
  return [{ type: id, kind, title, binding, valid_days, invalidated_by, accepted_forms }];
}

/** The type names the packs that are shipped; a pack of an organisation stands beside them with a name of its own. */
const frameworkOf = (id: string) => id as FrameworkId;
