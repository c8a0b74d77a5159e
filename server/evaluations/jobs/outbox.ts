const batchSize = 64;
const largestBatch = 256;
const longestWaitMs = 50;

/**
 * Collects results and stores them in batches, one batch at a time: 64 of them, or what there is after 50 ms, because
 * what a killed process had not stored is asked again. While the database is slower than the model, batches grow, and
 * beyond 256 waiting results `add` makes the model wait.
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
    if (this.waiting.length >= batchSize) void this.write(batchSize);
    else this.timer ??= setTimeout(() => void this.write(1), longestWaitMs);
    if (this.waiting.length >= largestBatch) await this.writing;
  }

  /** Stores everything that was added. Throws what a store threw. */
  async close(): Promise<void> {
    while (!this.failure && (this.writing || this.waiting.length > 0)) await this.write(1);
    if (this.timer) clearTimeout(this.timer);
    if (this.failure) throw this.failure.error;
  }

  private write(least: number): Promise<void> {
    this.writing ??= this.drain(least).finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  private async drain(least: number): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    try {
      while (this.waiting.length >= least) await this.store(this.waiting.splice(0, largestBatch));
    } catch (error) {
      this.failure ??= { error };
    }
    if (this.waiting.length > 0) this.timer = setTimeout(() => void this.write(1), longestWaitMs);
  }
}
