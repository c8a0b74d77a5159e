import type { ControlFact } from '@/server/releases/schema/dossier';
import { meaningOf } from './assessment';
import type { Checklist, ChecklistInputs } from './checklist';
import type { ControlState } from './control-state';
import { words } from './evidence';
import { dutyOf } from './in-force';

const mostDigests = 100;

/** A checklist as the gate and the dossier see it: open covers undetermined and not yet in force. */
export function controlFacts(
  framework: string,
  inputs: ChecklistInputs,
  { controls, blockers }: Checklist,
): ControlFact[] {
  const states = new Map(controls.map((state) => [state.controlId, state]));
  const judged = inputs.controls
    .filter((control) => control.framework === framework)
    .flatMap((control): ControlFact[] => {
      const state = states.get(control.id);
      if (!state) return [];
      const duty = dutyOf(control, inputs.facts, inputs.nowUs, inputs.enforceEarly);
      return [
        {
          id: control.id,
          status: statusOf(state),
          ...whyOf(state),
          blocking: state.blocks || (duty.isBlocking && control.blocks_in.includes(inputs.stage)),
          by: state.by === 'hand' ? 'hand' : state.by === 'automation' ? 'check' : null,
          evidence: digestsOf(state),
          stale_at_us: state.dueAtUs === null ? null : Math.floor(state.dueAtUs),
        },
      ];
    });
  // What the answers themselves forbid stands in each list, so that no framework passes beside it.
  const forbidden = blockers.flatMap(({ kind, id }): ControlFact[] =>
    kind === 'control'
      ? []
      : [{ id: `${kind}: ${id}`.slice(0, 120), status: 'failed', blocking: true, ...unproven }],
  );
  return [...judged, ...forbidden];
}

const unproven = { by: null, evidence: [], stale_at_us: null };

const longestWhy = 300;
/** Of one that is stale what no longer holds; of one that passes without being met as written, how. */
function whyOf({ status, reasons: [why], assessment }: ControlState): { why?: string } {
  if (status === 'stale') return why ? { why: why.slice(0, longestWhy) } : {};
  if (status === 'alternative_implemented' || status === 'not_reasonable_documented')
    return { why: words(status) };
  const until = status === 'waived' ? (assessment?.untilUs ?? null) : null;
  return until === null ? {} : { why: `waived until ${new Date(until / 1000).toISOString().slice(0, 10)}` };
}

function statusOf({
  status,
  assessment,
  checks,
  blocks,
  awaitsSignoffOnly,
}: ControlState): ControlFact['status'] {
  if (status === 'not_applicable') return 'not_applicable';
  if (
    status === 'satisfied' ||
    status === 'alternative_implemented' ||
    status === 'not_reasonable_documented'
  )
    return 'satisfied';
  if (status === 'waived' || (status === 'set_aside' && !blocks)) return 'waived';
  if (status === 'stale') return 'stale';
  if (status === 'open' && awaitsSignoffOnly) return 'unsigned';
  const isRefused =
    checks.some(({ verdict }) => verdict === 'fail') ||
    (assessment !== null && meaningOf(assessment.disposition) === 'not_met');
  return status === 'open' && isRefused ? 'failed' : 'open';
}

const digestsOf = ({ evidence }: ControlState) =>
  [...new Set(evidence.flatMap(({ sha256 }) => (sha256 === null ? [] : [`sha256:${sha256}`])))]
    .sort()
    .slice(0, mostDigests);
