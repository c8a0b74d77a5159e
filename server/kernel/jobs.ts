import { sql, type SQL } from 'drizzle-orm';
import PgBoss from 'pg-boss';
import type { z } from 'zod';
import type { Tx } from '@/db/client';
import type { Ctx } from './context';

export interface FollowUp {
  readonly name: string;
  readonly payload: object;
  readonly startAfterSeconds?: number;
}
export interface Job<P extends object> {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  readonly attempts: number;
  readonly run: (ctx: Ctx, payload: P) => Promise<void>;
  readonly with: (payload: P, options?: { startAfterSeconds?: number }) => FollowUp;
}

/** A job is delivered at least once: `run` must change nothing when it is delivered again. */
export const job = <P extends object>(spec: Omit<Job<P>, 'with'>): Job<P> => ({
  ...spec,
  with: (payload, options) => ({ name: spec.name, payload, ...options }),
});

/** Sends the jobs on the transaction of the command, so that they exist if and only if it commits. */
export async function enqueue(tx: Tx, ctx: Ctx, followUps: readonly FollowUp[]): Promise<void> {
  for (const { name, payload, startAfterSeconds } of followUps) {
    await sender.send(
      name,
      { orgId: ctx.actor.orgId, payload },
      { db: onTx(tx), startAfter: startAfterSeconds },
    );
  }
}

/** Builds the insert statement only; the queues are worked by `server/jobs`. */
const sender = new PgBoss({ db: { executeSql: () => Promise.reject(new Error('needs a transaction')) } });

const onTx = (tx: Tx): PgBoss.Db => ({
  executeSql: async (text, values) => ({ rows: [...(await tx.execute(parametrised(text, values)))] }),
});

/** Turns `$1`-style text into a drizzle query. Each use becomes a parameter of its own, so each says its type. */
export function parametrised(text: string, values: readonly unknown[] = []): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join(parts.map((part, i) => (i % 2 === 0 ? sql.raw(part) : typed(values[Number(part) - 1]))));
}

function typed(value: unknown): SQL {
  if (value === undefined || value === null) return sql`null`;
  if (typeof value === 'number') return sql`${value}::int`;
  if (typeof value === 'boolean') return sql`${value}::bool`;
  if (value instanceof Date) return sql`${value.toISOString()}::text`;
  if (Array.isArray(value)) return sql`${arrayLiteral(value)}::text[]`;
  if (typeof value === 'object') return sql`${JSON.stringify(value)}::json`;
  return sql`${String(value)}::text`;
}

const arrayLiteral = (values: readonly unknown[]) =>
  `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
