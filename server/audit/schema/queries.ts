import { z } from 'zod';
import { Paging } from '@/server/kernel/paging';

const EventType = z
  .string()
  .regex(/^[a-z_]+(\.[a-z_-]+)*$/, 'must be an event type such as release.submitted');

/** Filters of the trail; all given ones must hold. `type` ending in a dot is a prefix. */
export const ListEvents = z.strictObject({
  ...Paging,
  type: z.union([EventType, z.string().regex(/^[a-z_]+\.$/)]).optional(),
  entity: z.string().max(240).optional(),
  actor: z.string().max(120).optional(),
  op: z.enum(['create', 'update', 'delete', 'read', 'export', 'login', 'deny', 'sign', 'gate']).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

export const EntityHistory = z.strictObject({ ...Paging, entity: z.string().min(3).max(240) });
export const EventRef = z.strictObject({ eventId: z.uuid() });

/** Pull of exact event bytes in log order; `after` is the last leaf index that the caller has (-1 = none). */
export const PullEvents = z.strictObject({
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export const NoInput = z.strictObject({});
