import { z } from 'zod';
import { id } from '@/server/kernel/contract';

export const NoInput = z.strictObject({});
export const ReadNotifications = z.strictObject({
  /** Without any: all of the caller's. */
  notificationIds: z.array(id('ntf')).max(200).optional(),
});

export const taskKinds = [
  'evidence_ends',
  'control_due',
  'control_review',
  'finding_due',
  'incident_notice',
  'canary_alarm',
  'facts_to_confirm',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Something that one person sees to, with its day. */
export interface Task {
  readonly kind: TaskKind;
  readonly personId: string;
  /** `evidence/evd_…`, `finding/fnd_…`, `incident/inc_…`, `run/run_…`, `control/…`, `facts/sys_…`. */
  readonly place: string;
  /** Tells two tasks about one thing apart: the clock, the system. */
  readonly part: string;
  readonly title: string;
  readonly dueAt: Date;
}
