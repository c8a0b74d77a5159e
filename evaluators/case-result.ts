import type { Outcome } from './contract';

/** One repeat of one case: an error of the target, or one outcome per measure name. */
export interface CaseResult {
  readonly caseId: string;
  readonly repeat: number;
  readonly error: string | null;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** exact decimal US dollars, null when unpriced or unknown */
  readonly cost: string | null;
  /** the model that answered, as it says itself */
  readonly model?: string | null;
}
