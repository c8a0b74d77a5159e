import type { Role } from '@/policies/contract';
import type { Ctx } from '@/server/kernel/context';
import { contextFor } from '@/server/kernel/runtime';

interface Callable<I, R> {
  (ctx: Ctx, input: I): Promise<R>;
}
export interface Worker {
  readonly ctx: Ctx;
  /** Calls an operation once: delivered again, the same call in the same place gives the first answer again. */
  readonly call: <I, R>(operation: Callable<I, R>, input: I) => Promise<R>;
}

/** The job working for one person with that person's role; the trail names both. */
export function workerFor({ actor }: Ctx, personId: string, role: Role): Worker {
  const standIn = { ...actor, personId, grants: [{ role, systemId: null }] };
  let calls = 0;
  return {
    ctx: contextFor(standIn),
    call: (operation, input) =>
      operation(contextFor(standIn, { idempotencyKey: `${personId} ${calls++}` }), input),
  };
}
