import type { AuditEvent } from '../../audit/schema/event';
import { canonical } from '../../kernel/canonical';
import type { Cell } from './csv';

export const trailHeader = [
  ...['leaf_index', 'event_id', 'at', 'type', 'actor_kind', 'actor_id', 'actor_person', 'actor_name'],
  ...[
    'entity',
    'entity_number',
    'entity_name',
    'op',
    'outcome',
    'reason_code',
    'reason',
    'changes',
    'leaf_hash',
  ],
] as const;

/** One event as a line of a table; changes are JSON. */
export function trailRow(row: {
  readonly index: number | null;
  readonly leafHash: string;
  readonly actorName: string | null;
  readonly event: AuditEvent;
}): Cell[] {
  const { id, at_us: at, type, actor, entity, action, reason, change } = row.event;
  return [
    ...[
      row.index,
      id,
      new Date(Math.floor(at / 1000)).toISOString(),
      type,
      actor.kind,
      actor.id,
      actor.person,
    ],
    ...[row.actorName, entity.ref, entity.seq, entity.name, action.op, action.outcome, action.reason_code],
    ...[reason ?? null, canonical(change), row.leafHash],
  ];
}
