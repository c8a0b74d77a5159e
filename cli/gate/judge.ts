import { objection, openBundle, type Summary } from '@/server/gates/rules/attestation';
import type { Verify } from '@/server/gates/rules/dsse';
import type { DecisionResponse } from '@/server/gates/schema/decision';
import { Refusal } from '@/server/kernel/refusal';
import { CliFailure, exitCodes } from '../terminal';

export interface Wanted {
  readonly environment: string;
  /** 64 hexadecimal digits of what was asked about. */
  readonly sha256: string;
  readonly nowMs: number;
  readonly maxAgeMs: number | undefined;
  readonly forbidBreakGlass: boolean;
}

/** What a verified decision means for the pipeline. */
export interface Judged {
  readonly exitCode: number;
  readonly summary: Summary;
  /** Why the answer is not enough although the gate said allow. */
  readonly objection: string | null;
}

const untrusted = (message: string) => new CliFailure(exitCodes.badSignature, message);

/** Verifies the signed decision, then judges it; throws CliFailure 22 when it proves nothing about what was asked. */
export function judged(bundle: string, wanted: Wanted, verify: Verify): Judged {
  const summary = opened(bundle, verify);
  const found = objection(summary, wanted);
  if (found === 'mismatch')
    throw untrusted(
      `the signed decision is about ${summary.environment} and ${summary.subjects.map(({ sha256 }) => sha256).join(', ')}, ` +
        'not about what was asked',
    );
  if (!summary.has_passed || summary.decision !== 'allow')
    return { exitCode: exitOfRefusal(summary), summary, objection: null };
  if (found !== null) {
    const objected = `the decision is too old (or a clock is wrong): made ${summary.time_verified}, valid until ${summary.expires}`;
    return { exitCode: exitCodes.stale, summary, objection: objected };
  }
  if (wanted.forbidBreakGlass && summary.mode === 'break_glass')
    return { exitCode: exitCodes.denied, summary, objection: 'break-glass is forbidden here' };
  return { exitCode: exitCodes.ok, summary, objection: null };
}

function opened(bundle: string, verify: Verify): Summary {
  try {
    return openBundle(bundle, verify);
  } catch (error) {
    if (error instanceof Refusal || error instanceof TypeError)
      throw untrusted(`the signed decision does not verify with the pinned key: ${error.message}`);
    throw error;
  }
}

const isExpiry = (code: string) => code === 'SIGNOFF_EXPIRED' || code === 'EVAL_STALE';

function exitOfRefusal({ decision, reasons }: Summary): number {
  if (reasons.length > 0 && reasons.every(isExpiry)) return exitCodes.stale;
  return decision === 'needs_signoff' ? exitCodes.needsSignoff : exitCodes.denied;
}

/** Throws CliFailure 22 when the readable answer says something else than the signature covers. */
export function assertSame(answer: DecisionResponse, { summary }: Judged): void {
  const codes = answer.reasons.map(({ code }) => code);
  const isSame =
    answer.decision === summary.decision &&
    answer.mode === summary.mode &&
    answer.decision_id === summary.decision_id &&
    answer.valid_until === summary.expires &&
    codes.join() === summary.reasons.join();
  if (!isSame) throw untrusted('the answer of the server differs from the decision that it signed');
}
