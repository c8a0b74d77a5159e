/** Money of a run that is set aside before each case, so that no number of calls at once can spend more than there is. */
export class Purse {
  private reserved = 0;
  private cases = 0;
  private wake: () => void = () => undefined;

  /** @param left US dollars that may still be spent */
  constructor(private left: number) {}

  /**
   * Sets money aside for one case, waiting for cases that are under way when it does not fit beside them. Gives what
   * was set aside, or null when it does not fit even alone.
   * @param most the most that the case can cost, asked anew after each wait; null when nobody knows: it goes alone
   */
  async reserve(most: () => number | null): Promise<number | null> {
    for (;;) {
      const amount = most() ?? this.left;
      if (this.left > 0 && amount <= this.left - this.reserved) {
        this.reserved += amount;
        this.cases += 1;
        return amount;
      }
      if (this.cases === 0) return null;
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  /** Sets more aside for a case that is under way; false when it does not fit beside what the others hold. */
  extend(amount: number): boolean {
    if (this.left <= 0 || amount > this.left - this.reserved) return false;
    this.reserved += amount;
    return true;
  }

  /** The case has ended. @param cost null when it cost nothing that is known */
  settle(amount: number, cost: number | null): void {
    this.reserved = Math.max(0, this.reserved - amount);
    this.cases -= 1;
    if (this.cases === 0) this.reserved = 0;
    if (cost !== null) this.left -= cost;
    this.wake();
  }
}

/** Remembers what calls of a kind have cost, for kinds whose most nobody knows: twice the dearest is set aside. */
export class Dearest {
  private readonly found = new Map<string, number>();

  /** Null before the first one. */
  most(kind: string): number | null {
    const dearest = this.found.get(kind);
    return dearest === undefined ? null : 2 * dearest;
  }
  note(kind: string, cost: number): void {
    this.found.set(kind, Math.max(this.found.get(kind) ?? 0, cost));
  }
}
