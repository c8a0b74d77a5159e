import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { idempotencyKeys } from '@/db/schema/kernel';
import type { Ctx } from './context';
import { conflict } from './refusal';

const digest = (input: unknown) => createHash('sha256').update(JSON.stringify(input)).digest('hex');

/** The first answer to this Idempotency-Key, when there was one; the same key with another input is a conflict. */
export async function replay<R>(
  db: Tx,
  ctx: Ctx,
  operation: string,
  input: unknown,
): Promise<{ response: R } | null> {
  const key = ctx.idempotencyKey;
  if (key === undefined) return null;
  const { orgId, id: credential } = ctx.actor;
  await db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${orgId} ${credential} ${key}`}, 0))`,
  );
  const [row] = await db
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.orgId, orgId),
        eq(idempotencyKeys.credential, credential),
        eq(idempotencyKeys.key, key),
      ),
    );
  if (!row) return null;
  if (row.operation !== operation || row.requestSha256 !== digest(input)) {
    throw conflict('This Idempotency-Key was used before with another request');
  }
  return { response: (row.response as { value: R }).value };
}

/** Keeps the answer on the transaction that made it. */
export async function remember(
  db: Tx,
  ctx: Ctx,
  operation: string,
  input: unknown,
  result: unknown,
): Promise<void> {
  if (ctx.idempotencyKey === undefined) return;
  const { orgId, id: credential } = ctx.actor;
  const row = { orgId, credential, key: ctx.idempotencyKey, operation, requestSha256: digest(input) };
  await db.insert(idempotencyKeys).values({ ...row, response: { value: result ?? null } });
}
