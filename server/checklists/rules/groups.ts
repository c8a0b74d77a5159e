import type { CheckUse, Control, EvidenceNeed } from '@/policies/frameworks/contract';
import type { Assessment } from './assessment';
import {
  changeSince,
  checkBehind,
  dayInUs,
  endOf,
  freshness,
  reaches,
  signerOf,
  vendorsAsked,
  words,
  type Changes,
  type CheckResult,
  type EarlierReleases,
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
  readonly askedOf: (control: Control) => string;
  readonly itemsOf: (type: string) => readonly EvidenceItem[];
  readonly resultOf: (use: CheckUse, control: Control) => CheckResult;
  readonly signOffs: readonly SignOff[];
  readonly assessment: Assessment | undefined;
  readonly earlier?: EarlierReleases | undefined;
}

/** What one control is judged on, out of what all are. Written out: a spread of so many members costs microseconds. */
export const caseOf = (
  control: Control,
  assessment: Assessment | undefined,
  inputs: Omit<Case, 'control' | 'assessment'>,
): Case => ({
  control,
  assessment,
  subject: inputs.subject,
  changes: inputs.changes,
  nowUs: inputs.nowUs,
  askedOf: inputs.askedOf,
  itemsOf: inputs.itemsOf,
  resultOf: inputs.resultOf,
  signOffs: inputs.signOffs,
  earlier: inputs.earlier,
});

export type Found =
  | { readonly state: 'met'; readonly items: readonly EvidenceItem[]; readonly untilUs: number }
  | { readonly state: 'stale'; readonly why: string }
  | { readonly state: 'unsigned'; readonly role: string }
  | { readonly state: 'rejected'; readonly why: string }
  /** Only checks could give it, and one of them needs a connector. */
  | { readonly state: 'unconnected' }
  | { readonly state: 'missing' };

const order: readonly Found['state'][] = ['met', 'stale', 'rejected', 'unsigned', 'unconnected', 'missing'];

/** The best of a group's alternatives. */
export function groupFound(needs: readonly EvidenceNeed[], of: Case): Found {
  const onlyChecks = needs.every(({ kind }) => kind === 'automated_check');
  const found = needs
    .map((need) => alternativeFound(need, of))
    .filter(({ state }) => state !== 'unconnected' || onlyChecks)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return found[0] ?? { state: 'missing' };
}

function alternativeFound(need: EvidenceNeed, of: Case): Found {
  const use = checkBehind(need.type, of.control);
  if (use) return fromCheck(need, of.resultOf(use, of.control), of.nowUs);
  const role = signerOf(need.type);
  if (role) return fromSignature(role, of);
  return need.binding === 'vendor' && vendorsAsked(need.type, of.subject).length > 0
    ? fromVendors(need, of)
    : fromItems(need, of);
}

function fromCheck(need: EvidenceNeed, { verdict, atUs, lostWith }: CheckResult, nowUs: number): Found {
  if (verdict === 'needs_connector') return { state: 'unconnected' };
  if (lostWith !== undefined) return { state: 'stale', why: `${need.title}: ${lostWith}` };
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
  let best: Found = lostFrom(need, of);
  for (const item of of.itemsOf(need.type)) {
    if (item.state === 'revoked' || !reaches(item.binding, need.binding, of.subject) || !isAsked(item))
      continue;
    const state = freshness(item, need, of.changes, of.nowUs);
    const untilUs = endOf(item, need);
    const isRejected = item.state === 'rejected';
    if (!state.fresh && (best.state === 'missing' || (best.state === 'rejected' && !isRejected)))
      best = { state: isRejected ? 'rejected' : 'stale', why: state.why };
    if (state.fresh && (best.state !== 'met' || untilUs > best.untilUs))
      best = { state: 'met', items: [item], untilUs };
  }
  return best;
}

/** Evidence of an earlier release of the system was lost with the part that changed; missing when there was none. */
function lostFrom(need: EvidenceNeed, of: Case): Found {
  if (need.binding === 'vendor') return lostWithVendor(need, of);
  const { itemsOf, earlier } = of;
  if (need.binding !== 'release' || !earlier) return { state: 'missing' };
  const items = itemsOf(need.type).filter(
    ({ binding, state }) => binding.kind === 'release' && state !== 'revoked' && earlier.has(binding.id),
  );
  const [newest] = items.toSorted((a, b) => b.givenAtUs - a.givenAtUs);
  const from = newest && earlier.get(newest.binding.id);
  if (!from) return { state: 'missing' };
  const changed = from.changed.filter((trigger) => need.invalidated_by.includes(trigger));
  const cause =
    changed.length > 0
      ? `the ${changed.map(words).join(' and the ')} changed since`
      : 'this release needs its own';
  return { state: 'stale', why: `${need.title}: given for release ${from.version}; ${cause}` };
}

/** What was inherited from a vendor went with it. */
function lostWithVendor({ type, title }: EvidenceNeed, { itemsOf }: Case): Found {
  const gone = itemsOf(type).find(({ lostWith, state }) => lostWith !== undefined && state !== 'revoked');
  return gone ? { state: 'stale', why: `${title}: ${gone.lostWith}` } : { state: 'missing' };
}

/** Each vendor that receives the data needs its own item, unless one covers the whole system or release. */
function fromVendors(need: EvidenceNeed, of: Case): Found {
  const whole = fromItems(need, of, ({ binding }) => binding.kind !== 'vendor');
  if (whole.state === 'met') return whole;
  const each = vendorsAsked(need.type, of.subject).map((id) =>
    fromItems(need, of, ({ binding }) => binding.id === id),
  );
  const lacking = each.find(({ state }) => state === 'missing') ?? each.find(({ state }) => state !== 'met');
  if (lacking) return lacking;
  const met = each.flatMap((one) => (one.state === 'met' ? [one] : []));
  return {
    state: 'met',
    items: met.flatMap(({ items }) => items),
    untilUs: Math.min(...met.map(({ untilUs }) => untilUs)),
  };
}
