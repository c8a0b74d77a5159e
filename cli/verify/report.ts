import { Refusal } from '@/server/kernel/refusal';

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What `verify --json` prints. */
export interface VerifyReport {
  /** No check failed. It says nothing about what `incomplete` lists. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
  /** Reasons why this run proves less than it could; each needs something from outside the bundle. */
  readonly incomplete: readonly string[];
  /** The first leaf that a check found wrong; null when none is, or when the damage is not in a leaf. */
  readonly firstBadIndex: number | null;
  readonly events: number;
  readonly treeSize: number | null;
  /** base64, as in the checkpoint. */
  readonly root: string | null;
}

/** 0 everything holds, 1 a check failed, 2 nothing failed but something could not be checked. */
export const exitCodeOf = ({ ok, incomplete }: VerifyReport): 0 | 1 | 2 =>
  ok ? (incomplete.length > 0 ? 2 : 0) : 1;

/** A failed check; `index` when one leaf is to blame. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly index: number | null = null,
  ) {
    super(message);
  }
}

/** A leaf that is not what it must be, in one sentence. */
export const wrongLeaf = (index: number, eventId: string, expected: string, actual: string): Failure =>
  new Failure(`index ${index} (event ${eventId}): expected ${expected}, found ${actual}`, index);

/** Runs checks one after the other and keeps what they say. */
export class Ledger {
  readonly checks: Check[] = [];
  readonly incomplete: string[] = [];
  firstBadIndex: number | null = null;

  /** Runs one check; its text becomes the detail. Null when it failed. */
  run<T>(name: string, check: () => { readonly detail: string; readonly value: T }): T | null {
    try {
      const { detail, value } = check();
      this.checks.push({ name, ok: true, detail });
      return value;
    } catch (error) {
      // A TypeError: a document is signed by somebody but has not the shape that its schema promises.
      if (!(error instanceof Failure || error instanceof Refusal || error instanceof TypeError)) throw error;
      this.checks.push({ name, ok: false, detail: error.message });
      const index = error instanceof Failure ? error.index : null;
      if (index !== null && (this.firstBadIndex === null || index < this.firstBadIndex))
        this.firstBadIndex = index;
      return null;
    }
  }
}
