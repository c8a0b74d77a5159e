const largestBatch = 256;
const longestWaitMs = 50;

/**
 * Collects results and stores them in batches, one batch at a time: 256 of them, or what there is after 50 ms, because
 * what a killed process had not stored is asked again. While the database is slower than the model, `add` makes the
 * model wait once 256 more are there.
 */
export class Outbox<Result> {
  private waiting: Result[] = [];
  private writing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private failure: { readonly error: unknown } | null = null;

  constructor(private readonly store: (batch: readonly Result[]) => Promise<void>) {}

  async add(result: Result): Promise<void> {
    if (this.failure) throw this.failure.error;
    this.waiting.push(result);
    this.timer ??= setTimeout(this.due, longestWaitMs);
    if (this.waiting.length < largestBatch) return;
    if (this.writing) await this.writing;
    else void this.write();
  }

  /** Stores everything that was added. Throws what a store threw. */
  async close(): Promise<void> {
    while (!this.failure && (this.writing || this.waiting.length > 0)) await this.write();
    if (this.timer) clearTimeout(this.timer);
    if (this.failure) throw this.failure.error;
  }

  private readonly due = (): void => {
    this.timer = null;
    void this.write();
  };

  private write(): Promise<void> {
    this.writing ??= this.drain().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  private async drain(): Promise<void> {
    try {
      do {
        if (this.timer) clearTimeout(this.timer);
        this.timer = null;
        await this.store(this.waiting.splice(0, largestBatch));
      } while (this.waiting.length >= largestBatch || (this.waiting.length > 0 && !this.timer));
    } catch (error) {
      this.failure ??= { error };
    }
  }
}
