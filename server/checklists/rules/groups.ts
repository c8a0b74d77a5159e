import type { Control, EvidenceNeed } from '@/policies/frameworks/contract';
import type { Assessment } from './assessment';
import {
  changeSince,
  checkBehind,
  dayInUs,
  endOf,
  freshness,
  reaches,
  signerOf,
  type Changes,
  type CheckResult,
  type EvidenceItem,
  type SignOff,
  type Subject,
} from './evidence';

/** What one control is judged on. */
export interface Case {
  readonly control: Control;
  readonly subject: Subject;
  readonly changes: Changes;
  readonly nowUs: number;
  readonly itemsOf: (type: string) => readonly EvidenceItem[];
  readonly resultOf: (use: { check: string; params: Readonly<Record<string, unknown>> }) => CheckResult;
  readonly signOffs: readonly SignOff[];
  readonly assessment: Assessment | undefined;
}

export type Found =
  | { readonly state: 'met'; readonly items: readonly EvidenceItem[]; readonly untilUs: number }
  | { readonly state: 'stale'; readonly why: string }
  | { readonly state: 'unsigned'; readonly role: string }
  /** Only checks could give it, and one of them is not built yet. */
  | { readonly state: 'unbuilt' }
  | { readonly state: 'missing' };

const order: readonly Found['state'][] = ['met', 'stale', 'unsigned', 'unbuilt', 'missing'];

/** The best of a group's alternatives. */
export function groupFound(needs: readonly EvidenceNeed[], of: Case): Found {
  const onlyChecks = needs.every(({ kind }) => kind === 'automated_check');
  const found = needs
    .map((need) => alternativeFound(need, of))
    .filter(({ state }) => state !== 'unbuilt' || onlyChecks)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return found[0] ?? { state: 'missing' };
}

function alternativeFound(need: EvidenceNeed, of: Case): Found {
  const use = checkBehind(need.type, of.control);
  if (use) return fromCheck(need, of.resultOf(use), of.nowUs);
  const role = signerOf(need.type);
  if (role) return fromSignature(role, of);
  return need.binding === 'vendor' && of.subject.vendorIds.length > 0
    ? fromVendors(need, of)
    : fromItems(need, of);
}

function fromCheck(need: EvidenceNeed, { verdict, atUs }: CheckResult, nowUs: number): Found {
  if (verdict === 'not_built') return { state: 'unbuilt' };
  if (verdict !== 'pass') return { state: 'missing' };
  const untilUs = atUs === null || need.valid_days === 0 ? Infinity : atUs + need.valid_days * dayInUs;
  if (untilUs <= nowUs) return { state: 'stale', why: `${need.title}: the result is too old` };
  return { state: 'met', items: [], untilUs };
}

const fromSignature = (role: string, of: Case): Found =>
  signatures([role], of).length > 0
    ? { state: 'met', items: [], untilUs: Infinity }
    : { state: 'unsigned', role };

/** Sign-offs by the roles that hold for the control: given after its assessment and the last change. */
export const signatures = (roles: readonly string[], of: Case): SignOff[] =>
  of.signOffs.filter(
    ({ role, controlId, atUs }) =>
      roles.includes(role) &&
      (controlId === null || (controlId === of.control.id && atUs >= (of.assessment?.atUs ?? -Infinity))) &&
      !changeSince(of.control.re_review_triggers, of.changes, atUs),
  );

function fromItems(need: EvidenceNeed, of: Case, isAsked = (_: EvidenceItem) => true): Found {
  let best: Found = { state: 'missing' };
  for (const item of of.itemsOf(need.type)) {
    if (item.state === 'revoked' || !reaches(item.binding, need.binding, of.subject) || !isAsked(item))
      continue;
    const state = freshness(item, need, of.changes, of.nowUs);
    const untilUs = endOf(item, need);
    if (!state.fresh && best.state === 'missing') best = { state: 'stale', why: state.why };
    if (state.fresh && (best.state !== 'met' || untilUs > best.untilUs))
      best = { state: 'met', items: [item], untilUs };
  }
  return best;
}

/** Each vendor that receives the data needs its own item, unless one covers the whole system or release. */
function fromVendors(need: EvidenceNeed, of: Case): Found {
  const whole = fromItems(need, of, ({ binding }) => binding.kind !== 'vendor');
  if (whole.state === 'met') return whole;
  const each = of.subject.vendorIds.map((id) => fromItems(need, of, ({ binding }) => binding.id === id));
  const lacking = each.find(({ state }) => state === 'missing') ?? each.find(({ state }) => state !== 'met');
  if (lacking) return lacking;
  const met = each.flatMap((one) => (one.state === 'met' ? [one] : []));
  return {
    state: 'met',
    items: met.flatMap(({ items }) => items),
    untilUs: Math.min(...met.map(({ untilUs }) => untilUs)),
  };
}
