import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CallFailure, type ModelAnswer, type PrivateTargets } from '../schema';
import { checkedBaseUrl } from '../rules/target-address';
import { type CallOrder, type CallReport, type Line, together } from './call-server';
import { type CalledTarget, openCalls, type OpenCalls } from './calls';

interface Waiting {
  readonly target: number;
  readonly take: (answer: ModelAnswer) => void;
  readonly fail: (error: Error) => void;
}

/** Our end of the line to a thread that makes calls. */
export class CallLine {
  private readonly waiting = new Map<number, Waiting>();
  private readonly order: (order: CallOrder) => void;
  private targets = 0;
  private calls = 0;
  private open = 0;
  private broken: Error | null = null;

  constructor(
    line: Line,
    private readonly onIdle: () => void = () => undefined,
  ) {
    this.order = together(line);
    line.on('message', (text) => {
      for (const report of JSON.parse(text) as CallReport[]) this.take(report);
    });
  }

  get isIdle(): boolean {
    return this.open === 0;
  }

  /** Throws Refusal `invalid` when the address is not allowed. */
  openCalls(of: CalledTarget, privateTargets: PrivateTargets): OpenCalls {
    checkedBaseUrl(of.baseUrl, privateTargets);
    const target = (this.targets += 1);
    this.open += 1;
    this.order({ kind: 'open', target, of, privateTargets });
    const close = () => {
      this.order({ kind: 'close', target });
      for (const [call, one] of this.waiting) if (one.target === target) this.end(call)?.fail(stopped());
      this.open -= 1;
      if (this.isIdle) this.onIdle();
    };
    const call: OpenCalls['call'] = (sent, signal) =>
      new Promise((take, fail) => {
        if (this.broken) return fail(this.broken);
        if (signal?.aborted) return fail(stopped());
        const call = (this.calls += 1);
        const stop = () => this.order({ kind: 'stop', call });
        const settled = () => signal?.removeEventListener('abort', stop);
        signal?.addEventListener('abort', stop);
        this.waiting.set(call, {
          target,
          take: (answer) => (settled(), take(answer)),
          fail: (error) => (settled(), fail(error)),
        });
        this.order({ kind: 'call', target, call, sent });
      });
    return { call, close };
  }

  /** The thread is gone: nothing that waits, and nothing that is still asked, will be answered. */
  break(error: Error): void {
    this.broken = error;
    for (const call of this.waiting.keys()) this.end(call)?.fail(error);
  }

  private take(report: CallReport): void {
    const one = this.end(report.call);
    if ('answer' in report) one?.take(report.answer);
    else if ('failure' in report) one?.fail(new CallFailure(report.failure));
    else one?.fail(new Error(`in the thread of the calls: ${report.bug}`));
  }

  private end(call: number): Waiting | undefined {
    const one = this.waiting.get(call);
    this.waiting.delete(call);
    return one;
  }
}

const stopped = () =>
  new CallFailure({ class: 'aborted', status: null, retryAfterMs: null, message: 'the call was stopped' });

const file = join(import.meta.dirname, 'call-worker.mjs');
/** Starting a thread takes a tenth of a second, so it waits a while for the next run. */
const idleMs = 60_000;

let current: CallLine | null = null;

function threadLine(): CallLine {
  if (current) return current;
  const worker = new Worker(file);
  worker.unref();
  let ending: NodeJS.Timeout | undefined;
  /** A run that begins while the thread is ending gets a new one. */
  const end = () => {
    if (!line.isIdle) return;
    if (current === line) current = null;
    void worker.terminate();
  };
  const line = new CallLine(worker, () => {
    clearTimeout(ending);
    ending = setTimeout(end, idleMs).unref();
  });
  const lost = (error: Error) => {
    if (current === line) current = null;
    line.break(error);
  };
  worker.on('error', lost);
  worker.on('exit', () => lost(new Error('the thread of the calls ended')));
  return (current = line);
}

/**
 * The same as `openCalls`, in a thread of the process that all its users share: sockets and JSON take more processor
 * time than anything else of a run, and pages and gate decisions need the main thread. It lies beside the server where
 * that was built; from the sources calls are made here.
 */
export const openCallsInThread = (target: CalledTarget, privateTargets: PrivateTargets): OpenCalls =>
  existsSync(file) ? threadLine().openCalls(target, privateTargets) : openCalls(target, privateTargets);
