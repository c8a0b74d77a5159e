/** Money of a run that is set aside before each call, so that no number of calls at once can spend more than there is. */
export class Purse {
  private reserved = 0;
  private calls = 0;
  private highest: number | null = null;
  private wake: () => void = () => undefined;

  /** @param left US dollars that may still be spent */
  constructor(private left: number) {}

  /**
   * Sets money aside for one call, waiting for calls that are under way when it does not fit beside them. Gives what
   * was set aside, or null when it does not fit even alone. Without a bound the first call goes alone, and later ones
   * set aside twice of the most that a call has cost.
   * @param bound the most that the call can cost; null when nobody knows
   */
  async reserve(bound: number | null): Promise<number | null> {
    for (;;) {
      const amount = bound ?? (this.highest === null ? this.left : 2 * this.highest);
      if (this.left > 0 && amount <= this.left - this.reserved) {
        this.reserved += amount;
        this.calls += 1;
        return amount;
      }
      if (this.calls === 0) return null;
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  /** The call has ended. @param cost null when it cost nothing that is known */
  settle(amount: number, cost: number | null): void {
    this.reserved = Math.max(0, this.reserved - amount);
    this.calls -= 1;
    if (this.calls === 0) this.reserved = 0;
    if (cost !== null) {
      this.left -= cost;
      this.highest = Math.max(this.highest ?? 0, cost);
    }
    this.wake();
  }
}
