import { describe, expect, it } from 'vitest';
import type { CallFailureFacts, FailureClass } from '@/server/integrations/schema';
import { nextStep, retryWindowMs } from './retry';

const failed = (kind: FailureClass, retryAfterMs: number | null = null): CallFailureFacts => ({
  class: kind,
  status: null,
  retryAfterMs,
  message: kind,
});
const step = (failure: CallFailureFacts, failures = 1, elapsedMs = 0, random = 0.5) =>
  nextStep({ failure, failures, elapsedMs, random });

describe('what follows a failed call', () => {
  it.each(['auth', 'billing', 'not_found'] as const)('%s stops the run', (kind) =>
    expect(step(failed(kind))).toEqual({ kind: 'stop_run' }),
  );
  it.each(['bad_request', 'content_filter', 'malformed'] as const)('%s is not tried again', (kind) =>
    expect(step(failed(kind))).toEqual({ kind: 'give_up' }),
  );
  it.each([
    ['server', 4],
    ['network', 4],
    ['timeout', 4],
    ['rate_limited', 10],
  ] as const)('%s has %i attempts', (kind, attempts) => {
    expect(step(failed(kind), attempts - 1).kind).toBe('again');
    expect(step(failed(kind), attempts).kind).toBe('give_up');
  });

  it('backs off exponentially, half of it by chance, up to a minute', () => {
    expect(step(failed('server'), 1, 0, 0)).toEqual({ kind: 'again', delayMs: 250 });
    expect(step(failed('server'), 1, 0, 1)).toEqual({ kind: 'again', delayMs: 500 });
    expect(step(failed('server'), 3, 0, 1)).toEqual({ kind: 'again', delayMs: 2_000 });
    expect(step(failed('rate_limited'), 9, 0, 1)).toEqual({ kind: 'again', delayMs: 60_000 });
  });

  it('never comes back before Retry-After', () => {
    expect(step(failed('rate_limited', 20_000), 1, 0, 0)).toEqual({ kind: 'again', delayMs: 20_000 });
    expect(step(failed('rate_limited', 20_000), 1, 0, 1)).toEqual({ kind: 'again', delayMs: 21_000 });
    expect(step(failed('rate_limited', 0), 1, 0, 1)).toEqual({ kind: 'again', delayMs: 50 });
  });

  it('ends within half an hour', () => {
    expect(step(failed('server'), 1, retryWindowMs).kind).toBe('give_up');
    expect(step(failed('rate_limited', retryWindowMs + 1)).kind).toBe('give_up');
  });

  it('is aborted when the call was', () => expect(step(failed('aborted'))).toEqual({ kind: 'aborted' }));
});
