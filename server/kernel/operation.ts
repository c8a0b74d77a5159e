import { type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { Reader, Tx } from '@/db/client';
import { refusal } from '@/policies/ability';
import type { Action, SubjectName, Subjects } from '@/policies/contract';
import { append, type Audited, type Evidence } from './audit';
import { connection } from './connection';
import type { Ctx } from './context';
import { recordDenial } from './denials';
import { remember, replay } from './idempotency';
import { enqueue } from './jobs';
import { notFound, Refusal } from './refusal';
import { translated } from './translated';
import { visible } from './visible';

/** `nowUs` is the database's clock at the start of the transaction, in microseconds since the epoch. */
export interface Work<D, I> {
  readonly db: D;
  readonly ctx: Ctx;
  readonly input: I;
  readonly nowUs: number;
}
export interface Operation<I extends z.ZodType, R> {
  (ctx: Ctx, input: z.output<I>): Promise<R>;
  readonly input: I;
}
export interface Command<I extends z.ZodType, R> extends Operation<I, R> {
  readonly event: string;
  readonly events: readonly string[];
}
export interface Query<I extends z.ZodType, R> extends Operation<I, R> {
  /** The same read on a transaction that is already open, for a command that must decide on fresh facts. It
   *  authorises as the call does. */
  readonly inside: (work: Inside, input: z.output<I>) => Promise<R>;
}
export type Inside = { readonly db: Reader; readonly ctx: Ctx; readonly nowUs: number };

/** A write: one transaction that loads, authorises, changes, records and enqueues, or does none of it. */
export function command<I extends z.ZodType, S extends SubjectName, T extends Subjects[S], R>(spec: {
  readonly event: string;
  /** Further types that its evidence may carry. */
  readonly events?: readonly string[];
  readonly input: I;
  readonly may: readonly [Action, S];
  /** Loads (and locks) the row that is authorised; for a creation, the row's fields as they would be. */
  readonly target: (work: Work<Tx, z.output<I>>) => Promise<T>;
  readonly run: (work: Work<Tx, z.output<I>> & { readonly target: T }) => Promise<Audited<R>>;
  /** Answers only when its events are under a signed checkpoint: sign-off, roles, keys. */
  readonly waitsForInclusion?: boolean;
}): Command<I, R> {
  const declared = [spec.event, ...(spec.events ?? [])];
  const once = (ctx: Ctx, input: z.output<I>) =>
    open(ctx, 'read write', async ({ db, nowUs }) => {
      const work = { db, ctx, input, nowUs };
      const earlier = await replay<R>(db, ctx, spec.event, input);
      if (earlier) return { result: earlier.response, eventIds: [] };
      const target = await spec.target(work);
      assertMay(ctx, spec.may[0], spec.may[1], target);
      const { result, evidence, then } = await spec.run({ ...work, target });
      assertDeclared(spec.event, declared, evidence);
      const eventIds: string[] = [];
      for (const item of evidence) eventIds.push(await append(db, ctx, nowUs, spec.event, item));
      await enqueue(db, ctx, then);
      await remember(db, ctx, spec.event, input, result);
      return { result, eventIds };
    });
  const call = async (ctx: Ctx, input: z.output<I>) => {
    try {
      const { result, eventIds } = await once(ctx, input);
      ctx.ports.wake(spec.event);
      if (spec.waitsForInclusion)
        await Promise.all(eventIds.map((id) => ctx.ports.included(ctx.actor.orgId, id)));
      return result;
    } catch (error) {
      const known = translated(error);
      if (known instanceof Refusal && known.code === 'forbidden') {
        await recordDenial(ctx, spec.event, known, (work) => open(ctx, 'read write', work));
      }
      throw known;
    }
  };
  return Object.assign(call, { input: spec.input, event: spec.event, events: declared });
}

function assertDeclared(event: string, declared: readonly string[], evidence: readonly Evidence[]): void {
  if (evidence.length === 0) throw new Error(`${event} committed nothing to the audit trail`);
  const stray = evidence.find((item) => item.type !== undefined && !declared.includes(item.type));
  if (stray) throw new Error(`${event} does not declare the event ${stray.type}`);
}

/** A read of one thing: whatever it returns is checked before it leaves. */
export function read<I extends z.ZodType, S extends SubjectName, R extends Subjects[S]>(spec: {
  readonly input: I;
  readonly of: S;
  readonly run: (work: Work<Reader, z.output<I>>) => Promise<R | undefined>;
}): Query<I, R> {
  return query(spec.input, async (work) => {
    const row = await spec.run(work);
    if (!row) throw notFound(spec.of);
    assertMay(work.ctx, 'read', spec.of, row);
    return row;
  });
}

/** A read of many: the caller's rules arrive as a where clause that the query must use. */
export function list<I extends z.ZodType, R>(spec: {
  readonly input: I;
  readonly of: SubjectName;
  readonly table: PgTable;
  /** Columns that carry another name in the table than in the policies. */
  readonly alias?: Parameters<typeof visible>[3];
  readonly run: (work: Work<Reader, z.output<I>> & { readonly visible: SQL }) => Promise<R>;
}): Query<I, R> {
  return query(spec.input, (work) =>
    spec.run({ ...work, visible: visible(work.ctx.ability, spec.of, spec.table, spec.alias) }),
  );
}

function query<I extends z.ZodType, R>(
  input: I,
  run: (work: Work<Reader, z.output<I>>) => Promise<R>,
): Query<I, R> {
  const call = (ctx: Ctx, given: z.output<I>) =>
    open(ctx, 'read only', ({ db, nowUs }) => run({ db, ctx, input: given, nowUs }));
  return Object.assign(call, {
    input,
    inside: (work: Inside, given: z.output<I>) => run({ ...work, input: given }),
  });
}

/** Opens the transaction as the application's role, inside one organisation; nothing else opens one. */
export const open = <R>(
  ctx: Ctx,
  accessMode: 'read only' | 'read write',
  work: (opened: { db: Tx; nowUs: number }) => Promise<R>,
): Promise<R> =>
  ctx[connection].transaction(async (db) => {
    const [clock] = await db.execute<{ now_us: string }>(
      sql`select (extract(epoch from clock_timestamp()) * 1e6)::bigint::text as now_us,
            set_config('search_path', 'countersign', true), set_config('role', 'countersign_app', true),
            set_config('countersign.org', ${ctx.actor.orgId}, true),
            set_config('transaction_read_only', ${accessMode === 'read only' ? 'on' : 'off'}, true)`,
    );
    return work({ db, nowUs: Number(clock?.now_us) });
  });

/** A thing you may not even read does not exist for you; anything else you are told why. */
export function assertMay<S extends SubjectName>(
  ctx: Ctx,
  action: Action,
  name: S,
  target: Subjects[S],
): void {
  const reason = refusal(ctx.ability, action, name, target);
  if (reason === null) return;
  const readable = refusal(ctx.ability, 'read', name, target) === null;
  throw readable || action === 'create' ? new Refusal('forbidden', reason) : notFound(name);
}
