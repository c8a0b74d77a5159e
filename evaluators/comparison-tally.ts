import type { CaseResult } from './case-result';

export type TallyState = 'complete' | 'missing' | 'duplicate' | 'errored';

/** Results that every measure scored, column by column: `values` holds a row per result with one number per name. */
export interface ScoredResults {
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly repeats: readonly number[];
  /** whether any measure with a limit was failed */
  readonly fails: readonly boolean[];
  readonly values: readonly (readonly number[])[];
}

/** What one run says about each case, kept small: sums per case and measure, never the outcomes themselves. */
export class RunTally {
  private readonly sums: Float64Array;
  private readonly scored: Uint8Array;
  /** one bit per repeat that has come */
  private readonly seen: Uint32Array;
  private readonly flags: Uint8Array;
  private readonly strange = new Set<string>();

  /** @param places index of each case by its id @param repeats wanted of each case, at most 20 */
  constructor(
    readonly names: readonly string[],
    private readonly repeats: number,
    private readonly places: ReadonlyMap<string, number>,
  ) {
    this.sums = new Float64Array(places.size * names.length);
    this.scored = new Uint8Array(places.size * names.length);
    this.seen = new Uint32Array(places.size);
    this.flags = new Uint8Array(places.size);
  }

  add({
    caseId,
    repeat,
    error,
    outcomes,
  }: Pick<CaseResult, 'caseId' | 'repeat' | 'error' | 'outcomes'>): void {
    const at = this.arrived(caseId, repeat);
    if (at === null) return;
    if (error !== null) this.flag(at, errored);
    for (const [m, name] of this.names.entries()) {
      const outcome = outcomes[name];
      if (!outcome || outcome.state === 'errored') this.flag(at, errored);
      if (outcome?.state !== 'scored') continue;
      this.score(at, m, outcome.value);
      if (outcome.pass === false) this.flag(at, failed);
    }
  }

  /** Many results at once. A row without a number for each of the names counts as errored. */
  addScored({ names, ids, repeats, fails, values }: ScoredResults): void {
    const order = names.map((name) => this.names.indexOf(name));
    for (const [i, caseId] of ids.entries()) {
      const at = this.arrived(caseId, repeats[i] ?? 0);
      if (at === null) continue;
      if (fails[i]) this.flag(at, failed);
      const row = values[i] ?? [];
      if (row.length !== this.names.length) this.flag(at, errored);
      else for (const [k, m] of order.entries()) this.score(at, m, row[k] ?? 0);
    }
  }

  /** Ids with a result that are no case of the dataset. */
  get strangers(): readonly string[] {
    return [...this.strange];
  }

  stateAt(at: number): TallyState {
    const flags = this.flags[at] ?? 0;
    if (flags & duplicated) return 'duplicate';
    if (this.repeatsAt(at) < this.repeats) return 'missing';
    return flags & errored ? 'errored' : 'complete';
  }

  /** Mean over the repeats; null unless every repeat was scored. */
  valueAt(at: number, measure: number): number | null {
    const place = at * this.names.length + measure;
    const scored = this.scored[place] ?? 0;
    const whole = this.stateAt(at) !== 'duplicate' && scored === this.repeatsAt(at) && scored >= this.repeats;
    return whole ? (this.sums[place] ?? 0) / scored : null;
  }

  failedAt(at: number): boolean {
    return ((this.flags[at] ?? 0) & failed) !== 0;
  }

  /** The place of the case; null when it is none of the dataset. */
  private arrived(caseId: string, repeat: number): number | null {
    const at = this.places.get(caseId);
    if (at === undefined) {
      this.strange.add(caseId);
      return null;
    }
    const bit = 1 << repeat;
    const seen = this.seen[at] ?? 0;
    if (seen & bit) this.flag(at, duplicated);
    this.seen[at] = seen | bit;
    return at;
  }

  private score(at: number, measure: number, value: number): void {
    const place = at * this.names.length + measure;
    this.sums[place] = (this.sums[place] ?? 0) + value;
    this.scored[place] = (this.scored[place] ?? 0) + 1;
  }

  private repeatsAt(at: number): number {
    let [bits, count] = [this.seen[at] ?? 0, 0];
    for (; bits !== 0; bits &= bits - 1) count++;
    return count;
  }

  private flag(at: number, flag: number): void {
    this.flags[at] = (this.flags[at] ?? 0) | flag;
  }
}

const duplicated = 1;
const errored = 2;
const failed = 4;
