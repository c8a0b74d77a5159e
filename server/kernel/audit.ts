import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { canonical } from './canonical';
import type { Ctx } from './context';
import type { FollowUp } from './jobs';

export type AuditOp = 'create' | 'update' | 'delete' | 'read' | 'export' | 'login' | 'deny' | 'sign' | 'gate';
export interface Change {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What a command did to one entity. `before` and `after` are compared key by key; neither may hold personal
 *  data, secrets, prompts or outputs in clear (give digests instead). */
export interface Evidence {
  /** Made beforehand by `newEventId` when a row of the same command must name the event. */
  readonly eventId?: string;
  /** The event's type when it is not the command's own; must be one of the command's `events`. */
  readonly type?: string;
  /** `release/rel_…`, with its name at this moment. */
  readonly entity: { readonly ref: string; readonly name?: string };
  readonly op?: AuditOp;
  readonly outcome?: 'success' | 'denied' | 'error';
  readonly reasonCode?: string;
  readonly before?: object | null;
  readonly after?: object | null;
  /** Instead of before and after: the change entries themselves. */
  readonly change?: readonly Change[];
  readonly reason?: string;
  readonly context?: { readonly policy_digest?: string; readonly release_digest?: string };
}

declare const proof: unique symbol;
/** Only `audited()` makes one, so a command cannot return without saying what happened. */
export interface Audited<R> {
  readonly [proof]: never;
  readonly result: R;
  readonly evidence: readonly Evidence[];
  readonly then: readonly FollowUp[];
}
export const audited = <R>(
  result: R,
  evidence: Evidence | readonly Evidence[],
  then: readonly FollowUp[] = [],
): Audited<R> =>
  ({ result, evidence: Array.isArray(evidence) ? evidence : [evidence], then }) as unknown as Audited<R>;

const largestValueBytes = 1024;
const sequenced: readonly AuditOp[] = ['create', 'update', 'delete', 'sign'];

/** Inserts one event as exact canonical bytes and returns its id (UUIDv7 of the database clock). */
export async function append(
  tx: Tx,
  ctx: Ctx,
  nowUs: number,
  type: string,
  evidence: Evidence,
): Promise<string> {
  const { entity } = evidence;
  const op = evidence.op ?? opOf(evidence);
  const id = evidence.eventId ?? newEventId(nowUs);
  const change = evidence.change ?? changes(evidence.before ?? {}, evidence.after ?? {});
  const seq = newEventId(nowUs);
  const event = {
    v: 1,
    id,
    org: ctx.actor.orgId,
    at_us: nowUs,
    type: evidence.type ?? type,
    actor: actorOf(ctx),
    on_behalf_of: null,
    delegation: null,
    entity: {
      ref: entity.ref,
      seq: sequenced.includes(op) ? seq : null,
      name: entity.name ?? null,
    },
    action: { op, outcome: evidence.outcome ?? 'success', reason_code: evidence.reasonCode ?? null },
    change: change.map(({ path, from, to }) => ({ path, from: bounded(from), to: bounded(to) })),
    reason: evidence.reason ?? null,
    source: { request_id: ctx.requestId },
    ctx: { ...evidence.context },
  };
  // The number of the entity's event is put between the two halves by the statement that also stores it.
  const [head, tail] = canonical(event).split(`"${seq}"`) as [string, string?];
  await tx.execute(
    tail === undefined
      ? sql`insert into audit_events (body) values (${Buffer.from(head)})`
      : sql`insert into audit_events (body)
          select ${Buffer.from(head)}::bytea || convert_to((coalesce(max(entity_seq), 0) + 1)::text, 'UTF8')
            || ${Buffer.from(tail)}::bytea
          from audit_events where org_id = ${ctx.actor.orgId} and entity = ${entity.ref}`,
  );
  return id;
}

const opOf = ({ before, after }: Evidence): AuditOp => (before ? (after ? 'update' : 'delete') : 'create');

function actorOf({ actor }: Ctx) {
  const { session } = actor;
  return {
    kind: { user: 'user', token: 'service', job: 'system', anonymous: 'anonymous' }[actor.kind],
    id: actor.id,
    person: actor.personId,
    auth: session
      ? {
          amr: [session.method === 'password' ? 'pwd' : 'oidc'],
          auth_time: session.authTime,
          session: createHash('sha256').update(session.id).digest('hex').slice(0, 16),
        }
      : null,
  };
}

const plain = (value: unknown): unknown =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);

/** The keys in which two rows differ, as RFC 6902-like entries sorted by path. */
export function changes(before: object, after: object): Change[] {
  const from = plain(before) as Record<string, unknown>;
  const to = plain(after) as Record<string, unknown>;
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((key) => {
    const [a, b] = [from[key] ?? null, to[key] ?? null];
    return canonical(a) === canonical(b) ? [] : [{ path: `/${key}`, from: a, to: b }];
  });
}

function bounded(value: unknown): unknown {
  const bytes = Buffer.from(canonical(plain(value)));
  if (bytes.length <= largestValueBytes) return plain(value);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
}

/** RFC 9562 version 7: 48 bits of milliseconds of the database's clock, then random bits. */
export function newEventId(nowUs: number): string {
  const random = createHash('sha256').update(crypto.randomUUID()).digest('hex');
  const ms = Math.floor(nowUs / 1000)
    .toString(16)
    .padStart(12, '0');
  const variant = ((parseInt(random.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}
