import { randomUUID } from 'node:crypto';
import type { Db } from '@/db/client';
import { abilityFor } from '@/policies/ability';
import type { Actor } from '@/policies/contract';
import { connection } from './connection';
import type { Ctx, Ports } from './context';
import type { Env } from './env';

export interface Runtime {
  readonly db: Db;
  readonly env: Env;
  readonly ports: Ports;
  /** Signs and reads session cookies. */
  readonly sessionSecret: string;
}

/** One per process. Next bundles this module more than once, so the value lives on globalThis. */
const slot = Symbol.for('countersign.runtime');
const holder = globalThis as unknown as Record<symbol, Runtime | undefined>;

export const setRuntime = (runtime: Runtime): void => void (holder[slot] = runtime);

export function runtime(): Runtime {
  const current = holder[slot];
  if (!current) throw new Error('the server has not booted');
  return current;
}

/** The only place a Ctx is made outside tests: pages, HTTP callers and jobs all come through here. */
export function contextFor(actor: Actor, request: { id?: string; idempotencyKey?: string } = {}): Ctx {
  const { db, ports } = runtime();
  return {
    actor,
    ability: abilityFor(actor),
    ports,
    requestId: request.id ?? randomUUID(),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    [connection]: db,
  };
}

/** The actor of a job or of the server itself in one organisation. */
export const jobActor = (orgId: string, name: string): Actor => ({
  kind: 'job',
  id: `job_${name}`,
  personId: null,
  name,
  orgId,
  grants: [],
});
