import type { SentRequest } from '@/evaluators/request-body';
import { type CallFailureFacts, failureOf, type ModelAnswer, type PrivateTargets } from '../schema';
import { type CalledTarget, openCalls, type OpenCalls } from './calls';

/** What the thread is told; many at once, in order. */
export type CallOrder =
  | {
      readonly kind: 'open';
      readonly target: number;
      readonly of: CalledTarget;
      readonly privateTargets: PrivateTargets;
    }
  | { readonly kind: 'call'; readonly target: number; readonly call: number; readonly sent: SentRequest }
  | { readonly kind: 'stop'; readonly call: number }
  | { readonly kind: 'close'; readonly target: number };

/** How one call ended; many at once. A `bug` is no failed call. */
export type CallReport = { readonly call: number } & (
  { readonly answer: ModelAnswer } | { readonly failure: CallFailureFacts } | { readonly bug: string }
);

/** Either end of the line between two threads. */
export interface Line {
  postMessage(text: string): void;
  on(event: string, heard: (text: string) => void): unknown;
}

/** What is said in one turn of the event loop goes over the line in one piece, as JSON, which costs half of a copy. */
export function together<T>(line: Line): (one: T) => void {
  let waiting: T[] = [];
  const send = () => {
    const all = waiting;
    waiting = [];
    line.postMessage(JSON.stringify(all));
  };
  return (one) => {
    if (waiting.push(one) === 1) setImmediate(send);
  };
}

/** Makes the calls that the other end asks for. */
export function serveCalls(line: Line): void {
  const targets = new Map<number, OpenCalls>();
  const stoppers = new Map<number, AbortController>();
  const free: AbortController[] = [];
  const report = together<CallReport>(line);

  const make = async (target: number, call: number, sent: SentRequest): Promise<void> => {
    const stopper = free.pop() ?? new AbortController();
    stoppers.set(call, stopper);
    try {
      const open = targets.get(target);
      if (!open) throw new Error('the target is not open');
      report({ call, answer: await open.call(sent, stopper.signal) });
    } catch (error) {
      const failure = failureOf(error);
      report(failure ? { call, failure } : { call, bug: String(error) });
    } finally {
      stoppers.delete(call);
      if (!stopper.signal.aborted) free.push(stopper);
    }
  };

  const take = (order: CallOrder): void => {
    if (order.kind === 'call') void make(order.target, order.call, order.sent);
    else if (order.kind === 'stop') stoppers.get(order.call)?.abort();
    else if (order.kind === 'open') targets.set(order.target, openCalls(order.of, order.privateTargets));
    else {
      targets.get(order.target)?.close();
      targets.delete(order.target);
    }
  };
  line.on('message', (text) => {
    for (const order of JSON.parse(text) as CallOrder[]) take(order);
  });
}
