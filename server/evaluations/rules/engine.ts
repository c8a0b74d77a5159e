import type { CallFailureFacts, FailureClass } from '@/server/integrations/schema';
import { afterAnswer, afterFailure, afterRateLimit, type Pace } from './pace';
import { nextStep } from './retry';

export type CaseResult<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly attempts: number }
  | { readonly kind: 'failed'; readonly failure: CallFailureFacts; readonly attempts: number };

/** `stopped`: a failure that every case would meet. What was in flight is still finished; the case itself stays open. */
export type Ending =
  | { readonly kind: 'complete' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'stopped'; readonly failure: CallFailureFacts };

export interface EngineReport {
  readonly ending: Ending;
  readonly answered: number;
  readonly failed: number;
  /** All calls made, retries included. */
  readonly calls: number;
  /** As it was at the end: give it to the next chunk. */
  readonly pace: Pace;
}

/** Everything the engine touches: the model, the clock and the place where results go. */
export interface EnginePorts<Case, Answer> {
  readonly cases: AsyncIterable<Case> | Iterable<Case>;
  call(item: Case, signal: AbortSignal): Promise<Answer>;
  /** The facts of a failed call; null for an error that is a bug, which ends the chunk by rejection. */
  failureOf(error: unknown): CallFailureFacts | null;
  /** Is called exactly once for each finished case and awaited: its slot is not refilled before. */
  onResult(item: Case, result: CaseResult<Answer>): Promise<void> | void;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Milliseconds on any steady clock. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

interface Work<Case> {
  readonly item: Case;
  readonly startedMs: number;
  readonly failures: Map<FailureClass, number>;
  attempts: number;
}

/** A promise that can be renewed: the loop sleeps on it, whatever happened wakes it. */
class Bell {
  private wake: () => void = () => undefined;
  private next: Promise<void> = this.renewed();
  private renewed(): Promise<void> {
    return new Promise((wake) => (this.wake = wake));
  }
  ring(): void {
    this.wake();
  }
  async heard(): Promise<void> {
    await this.next;
    this.next = this.renewed();
  }
}

/** Work that waits for its next attempt holds no slot. It is bounded, so that an outage does not pull in every case. */
const parkedPerSlot = 16;

class Chunk<Case, Answer> {
  private readonly bell = new Bell();
  private readonly source: AsyncIterator<Case> | Iterator<Case>;
  /** One for each call and each wait: hundreds of listeners on one signal would be taken for a leak. */
  private readonly open = new Set<AbortController>();
  /** Used again, because to make one takes a tenth of the time of a call. */
  private readonly free: AbortController[] = [];
  private readonly due: Work<Case>[] = [];
  private waiting = 0;
  private over = false;
  private pace: Pace;
  private ready: Work<Case> | undefined;
  private pulling = false;
  private exhausted = false;
  private ending: Ending = { kind: 'complete' };
  private bug: { readonly error: unknown } | undefined;
  private running = 0;
  private writing = 0;
  private counts = { answered: 0, failed: 0, calls: 0 };

  constructor(private readonly ports: EnginePorts<Case, Answer>) {
    const { cases } = ports;
    this.source = Symbol.asyncIterator in cases ? cases[Symbol.asyncIterator]() : cases[Symbol.iterator]();
    this.pace = ports.pace;
  }

  async run(): Promise<EngineReport> {
    const { signal } = this.ports;
    const abort = () => this.finish({ kind: 'aborted' }, true);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      while (!this.done()) {
        this.refill();
        if (!this.done()) await this.bell.heard();
      }
    } finally {
      signal.removeEventListener('abort', abort);
      this.cut();
      if (!this.exhausted) void Promise.resolve(this.source.return?.()).catch(() => undefined);
    }
    if (this.bug) throw this.bug.error;
    return { ending: this.ending, ...this.counts, pace: this.pace };
  }

  /** After an abort nobody waits for calls, only for results that are being written. */
  private done(): boolean {
    if (this.over) return this.writing === 0;
    if (this.ending.kind !== 'complete') return this.running === 0;
    return this.exhausted && !this.ready && this.waiting + this.due.length + this.running === 0;
  }

  private cut(): void {
    this.over = true;
    for (const each of this.open) each.abort();
  }

  private finish(ending: Ending, now: boolean): void {
    if (this.ending.kind === 'complete' || ending.kind === 'aborted') this.ending = ending;
    if (now) this.cut();
    this.bell.ring();
  }

  private failWith(error: unknown): void {
    this.bug ??= { error };
    this.finish({ kind: 'aborted' }, true);
  }

  private refill(): void {
    while (this.ending.kind === 'complete' && this.running < this.pace.width) {
      const work = this.due.shift() ?? this.takeReady();
      if (!work) break;
      this.running += 1;
      this.attempt(work).catch((error: unknown) => this.failWith(error));
    }
    this.pull();
  }

  private takeReady(): Work<Case> | undefined {
    const work = this.ready;
    this.ready = undefined;
    return work;
  }

  /** One case ahead: a slow source never keeps answers waiting, and nothing is read that is not needed soon. */
  private pull(): void {
    const full = this.waiting >= parkedPerSlot * this.pace.limit;
    if (this.pulling || this.exhausted || this.ready || full || this.ending.kind !== 'complete') return;
    this.pulling = true;
    Promise.resolve(this.source.next()).then(
      ({ done, value }) => {
        this.pulling = false;
        if (done) this.exhausted = true;
        else
          this.ready = {
            item: value,
            startedMs: this.ports.now(),
            failures: new Map(),
            attempts: 0,
          };
        this.bell.ring();
      },
      (error: unknown) => this.failWith(error),
    );
  }

  private async attempt(work: Work<Case>): Promise<void> {
    const { epoch } = this.pace;
    const controller = this.opened();
    work.attempts += 1;
    this.counts.calls += 1;
    try {
      const answer = await this.ports.call(work.item, controller.signal);
      if (this.over) return;
      this.pace = afterAnswer(this.pace);
      await this.report(work, { kind: 'answered', answer, attempts: work.attempts });
    } catch (error) {
      if (this.over) return;
      const failure = this.ports.failureOf(error);
      if (failure === null) throw error;
      await this.failed(work, failure, epoch);
    } finally {
      this.closed(controller);
      this.running -= 1;
      this.bell.ring();
    }
  }

  private async failed(work: Work<Case>, failure: CallFailureFacts, epoch: number): Promise<void> {
    this.pace = failure.class === 'rate_limited' ? afterRateLimit(this.pace, epoch) : afterFailure(this.pace);
    const failures = (work.failures.get(failure.class) ?? 0) + 1;
    work.failures.set(failure.class, failures);
    const elapsedMs = this.ports.now() - work.startedMs;
    const step = nextStep({ failure, failures, elapsedMs, random: this.ports.random() });
    if (step.kind === 'aborted') this.finish({ kind: 'aborted' }, true);
    else if (step.kind === 'stop_run') this.finish({ kind: 'stopped', failure }, false);
    else if (step.kind === 'give_up')
      await this.report(work, { kind: 'failed', failure, attempts: work.attempts });
    else this.park(work, step.delayMs);
  }

  private park(work: Work<Case>, delayMs: number): void {
    const controller = this.opened();
    this.waiting += 1;
    void this.ports.sleep(Math.ceil(delayMs), controller.signal).then(() => {
      this.closed(controller);
      this.waiting -= 1;
      this.due.push(work);
      this.bell.ring();
    });
  }

  private opened(): AbortController {
    const controller = this.free.pop() ?? new AbortController();
    this.open.add(controller);
    return controller;
  }

  private closed(controller: AbortController): void {
    this.open.delete(controller);
    if (!controller.signal.aborted) this.free.push(controller);
  }

  private async report(work: Work<Case>, result: CaseResult<Answer>): Promise<void> {
    this.writing += 1;
    try {
      await this.ports.onResult(work.item, result);
      this.counts[result.kind] += 1;
    } catch (error) {
      this.failWith(error);
    } finally {
      this.writing -= 1;
      this.bell.ring();
    }
  }
}

/**
 * Runs cases through a model with continuous refill: a slot is filled again as soon as its result is stored, with no
 * barrier between chunks. Each case ends in exactly one `onResult`, unless the run is aborted or stopped before: then
 * the unfinished ones have none and can be given again. Rejects when a port throws something that is not a failed
 * call.
 */
export const runChunk = <Case, Answer>(ports: EnginePorts<Case, Answer>): Promise<EngineReport> =>
  new Chunk(ports).run();
