import type { CallFailureFacts, FailureClass } from '@/server/integrations/schema';

/** All attempts at one case end within this time. */
export const retryWindowMs = 30 * 60_000;
const firstDelayMs = 500;
const longestDelayMs = 60_000;
/** How often Retry-After alone decides when a case comes back. */
const believedFor = 5;

/**
 * Attempts per class of failure. They are counted per class: a case that met two rate limits has not used up its
 * attempts at a dropped connection. A class that is absent gets none after the first.
 */
const attempts: Partial<Record<FailureClass, number>> = {
  rate_limited: 10,
  timeout: 4,
  network: 4,
  server: 4,
};

/** Every case would fail in the same way, so the run stops. */
const fatal: ReadonlySet<FailureClass> = new Set(['auth', 'billing', 'not_found']);

export type NextStep =
  | { readonly kind: 'again'; readonly delayMs: number }
  | { readonly kind: 'give_up' }
  | { readonly kind: 'stop_run' }
  | { readonly kind: 'aborted' };

export interface FailedAttempt {
  readonly failure: CallFailureFacts;
  /** How often this case has now failed in this class, from 1. */
  readonly failures: number;
  /** Since the case was first asked. */
  readonly elapsedMs: number;
  /** From 0 up to 1. */
  readonly random: number;
}

/**
 * What follows a failed call. Backoff doubles from 0.5 s to 60 s, half of it random, so that clients which failed
 * together do not come back together. Retry-After is a lower bound, with up to a tenth (at most 1 s) on top. Who is sent
 * away a sixth time backs off as well, and so outlasts a target that asks for a second and refuses for minutes.
 */
export function nextStep({ failure, failures, elapsedMs, random }: FailedAttempt): NextStep {
  if (failure.class === 'aborted') return { kind: 'aborted' };
  if (fatal.has(failure.class)) return { kind: 'stop_run' };
  if (failures >= (attempts[failure.class] ?? 1)) return { kind: 'give_up' };
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  const asked = failure.retryAfterMs;
  const backoffMs = full / 2 + (full / 2) * random;
  const askedMs = asked === null ? backoffMs : asked + random * Math.min(1_000, Math.max(50, asked / 10));
  const delayMs = failures <= believedFor ? askedMs : Math.max(askedMs, backoffMs);
  return elapsedMs + delayMs > retryWindowMs ? { kind: 'give_up' } : { kind: 'again', delayMs };
}
