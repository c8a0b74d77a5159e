/** Why a control is not settled, for machines. */
export type ProblemCode =
  | 'FACT_MISSING'
  | 'EVIDENCE_MISSING'
  | 'EVIDENCE_STALE'
  | 'EVIDENCE_REJECTED'
  | 'CHECK_FAILED'
  | 'CHECK_UNPROVEN'
  | 'CHECK_STALE'
  | 'CONNECTOR_NEEDED'
  | 'NOT_ASSESSED'
  | 'ASSESSED_NOT_MET'
  | 'REVIEW_OVERDUE'
  | 'WAIVER_ENDED'
  | 'CHANGED_SINCE'
  | 'CONTROL_CHANGED'
  | 'NOT_SIGNED';

/** `unsigned`: only a signature is missing. */
export interface Problem {
  readonly kind: 'open' | 'stale' | 'unsigned';
  readonly code: ProblemCode;
  readonly message: string;
}
