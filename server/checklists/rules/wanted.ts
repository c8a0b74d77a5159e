import type { Control, EvidenceType, Scope } from '@/policies/frameworks/contract';
import type { Checklist } from './checklist';
import type { ControlState } from './control-state';
import { waysToGive, type GivenAs, type RecordValues } from './evidence';

/** Something that a person can hand in, and what it would serve. */
export interface Wanted {
  readonly type: string;
  readonly title: string;
  readonly binding: Scope;
  readonly ways: readonly GivenAs[];
  /** What must stand in its form so that the check that waits finds it. */
  readonly record: RecordValues;
  /** The controls of this checklist that wait for it. */
  readonly serves: readonly string[];
  /** It was given, and no longer holds. */
  readonly isStale: boolean;
  /** What would do as well, by title. */
  readonly alternatives: readonly string[];
}

type Entry = Omit<Wanted, 'serves' | 'isStale' | 'alternatives'> & {
  readonly serves: Set<string>;
  readonly alternatives: Set<string>;
  isStale: boolean;
};
interface Known {
  readonly typeOf: (id: string) => EvidenceType | undefined;
  readonly hasForm: (type: string) => boolean;
}

/**
 * What a checklist waits for that people can hand in: of each group without a valid item one type, and the forms that
 * its checks miss; each once, what serves the most controls first.
 */
export function wantedEvidence(
  { controls: states }: Checklist,
  controls: readonly Control[],
  known: Known,
): Wanted[] {
  const byId = new Map(controls.map((control) => [control.id, control]));
  const entries = new Map<string, Entry>();
  const waiting = states.filter(({ status }) => ['open', 'stale', 'readiness'].includes(status));
  for (const state of waiting) addForms(entries, state, known);
  for (const state of waiting) addGroups(entries, state, byId.get(state.controlId), known);
  return [...entries.values()]
    .map((entry) => ({ ...entry, serves: [...entry.serves], alternatives: [...entry.alternatives] }))
    .sort((a, b) => b.serves.length - a.serves.length || a.title.localeCompare(b.title, 'en'));
}

function addForms(entries: Map<string, Entry>, { checks, controlId }: ControlState, known: Known): void {
  for (const { wants, lostWith } of checks) {
    const entry = wants && entryOf(entries, wants.type, wants.record, known);
    entry?.serves.add(controlId);
    if (entry && lostWith !== undefined) entry.isStale = true;
  }
}

function addGroups(
  entries: Map<string, Entry>,
  { missingEvidence, controlId, problems }: ControlState,
  control: Control | undefined,
  known: Known,
): void {
  for (const types of missingEvidence) {
    const given = types.filter((type) => waysOf(type, known).length > 0);
    const asked = given.find((type) => [...entries.values()].some((one) => one.type === type)) ?? given[0];
    if (asked === undefined) continue;
    const found = [...entries.values()].find(({ type }) => type === asked);
    const entry = found ?? entryOf(entries, asked, {}, known);
    if (!entry) continue;
    entry.serves.add(controlId);
    const needs = control?.evidence_required.flatMap(({ any_of }) => any_of) ?? [];
    for (const other of given.filter((type) => type !== asked))
      entry.alternatives.add(needs.find(({ type }) => type === other)?.title ?? other);
    if (problems.some(({ code, message }) => code === 'EVIDENCE_STALE' && message.startsWith(entry.title)))
      entry.isStale = true;
  }
}

function waysOf(type: string, { typeOf, hasForm }: Known): GivenAs[] {
  const known = typeOf(type);
  return known ? waysToGive(known, hasForm(type)) : [];
}

function entryOf(entries: Map<string, Entry>, type: string, record: RecordValues, known: Known) {
  const key = `${type} ${JSON.stringify(record)}`;
  const found = entries.get(key);
  const of = known.typeOf(type);
  if (found || !of) return found;
  const entry: Entry = {
    type,
    title: of.title,
    binding: of.binding,
    ways: waysOf(type, known),
    record,
    serves: new Set(),
    alternatives: new Set(),
    isStale: false,
  };
  if (entry.ways.length === 0) return undefined;
  entries.set(key, entry);
  return entry;
}
