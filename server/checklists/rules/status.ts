import type { Control } from '@/policies/frameworks/contract';
import { dayUs } from './answers';
import { closedStatuses, type ControlState, type Inputs, type Judged } from './control-state';
import { words } from './evidence';
import { evaluate, explain, unansweredIn, type FactBase } from './expression';
import { dutyOf, type Duty } from './in-force';
import { judge, nothing } from './judge';

/**
 * The status of one control for a release in an environment. A control that its facts leave undetermined
 * blocks like an open one. One whose law has not begun is `readiness`: it blocks only when enforced early.
 */
export function controlState(control: Control, inputs: Inputs): ControlState {
  const { facts, stage, nowUs } = inputs;
  const applies = evaluate(control.applicability, facts);
  const duty = dutyOf(control, facts, nowUs, inputs.enforceEarly);
  const judged = applies === true ? judge(control, inputs) : unjudged(control, applies, facts);
  const isClosed = closedStatuses.includes(judged.status);
  const isEarly = !duty.inForce && !isClosed && judged.status !== 'undetermined';
  return {
    controlId: control.id,
    status: isEarly ? 'readiness' : judged.status,
    by: judged.by,
    reasons: judged.reasons,
    problems: judged.problems,
    missingEvidence: judged.missingEvidence,
    missingSignoffs: judged.missingSignoffs,
    awaitsSignoffOnly: judged.awaitsSignoffOnly,
    checks: judged.checks,
    evidence: judged.evidence,
    assessment: judged.assessment,
    blocks: duty.isBlocking && control.blocks_in.includes(stage) && !isClosed,
    appliesFrom: duty.appliesFrom,
    inForce: duty.inForce,
    dueAtUs: isEarly ? startUs(duty) : judged.dueAtUs,
    why: explain(control.applicability, facts),
    unanswered: applies === null ? unansweredIn(control.applicability, facts) : [],
  };
}

const startUs = ({ appliesFrom }: Duty) => (appliesFrom === null ? null : dayUs(appliesFrom));

function unjudged(control: Control, applies: false | null, facts: FactBase): Judged {
  if (applies === false) return { ...nothing, status: 'not_applicable', by: 'facts' };
  const missing = unansweredIn(control.applicability, facts).map(words).join(', ');
  const message = `Not answered yet: ${missing}`;
  const problems = [{ kind: 'open', code: 'FACT_MISSING', message }] as const;
  return { ...nothing, status: 'undetermined', by: 'facts', reasons: [message], problems };
}
