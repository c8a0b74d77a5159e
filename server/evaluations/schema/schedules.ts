import { z } from 'zod';
import { id, Slug, text } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';
import { Budget, KeyRef } from './runs';

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
};

const isDay = (text: string): boolean => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
const isRange = (range: string): boolean => {
  const [from = '', to = '', ...more] = range.split('/');
  return isDay(from) && isDay(to) && more.length === 0 && from <= to;
};

const fields = {
  name: text(100),
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: text(100).optional(),
  timeZone: z.string().max(64).refine(isZone, 'must be a time zone such as Europe/Berlin').default('UTC'),
  /** Up to so many seconds later, the same for the same fire. */
  jitterSeconds: z.coerce.number().int().min(0).max(3600).default(0),
  blackouts: z
    .array(z.string().max(21).refine(isRange, 'must be two days such as 2026-12-24/2026-12-26'))
    .max(50)
    .default([]),
  /** Runs each new version of the suite. */
  onNewVersion: z.boolean().default(false),
  /** Runs the suite with the prompt version that this label of its prompt moves to. */
  promptLabel: Slug.optional(),
  /** Runs the suite when this canary, of any suite, raises the alarm: once for each alarm. */
  onAlarmOf: id('sch').optional(),
  /** Holds each run against the first one and raises the alarm when the model behind the target answers differently. */
  canary: z.boolean().default(false),
  budget: Budget.optional(),
  modelVersionId: id('mdv').optional(),
  apiKeyRef: KeyRef.optional(),
  judgeKeyRef: KeyRef.optional(),
};

export const CreateSchedule = z.strictObject({ suiteId: id('ste'), ...fields });
export const EditSchedule = z.strictObject({
  scheduleId: id('sch'),
  state: z.enum(['active', 'paused']),
});
/** A person takes a finished run of the canary as the new reference; the alarm ends. */
export const AcceptReference = z.strictObject({ scheduleId: id('sch'), runId: id('run'), reason: text(500) });
export const ScheduleRef = z.strictObject({ scheduleId: id('sch') });
export const ListSchedules = z.strictObject({
  ...Paging,
  suiteId: id('ste').optional(),
  canary: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: canaries only; false: all others' }),
});

export const FireSchedule = z.strictObject({
  scheduleId: id('sch'),
  cause: z.enum(['cron', 'new_version', 'label_moved', 'canary_alarmed']),
  /** The fire it is for, in milliseconds; null unless the cause is cron. */
  due: z.int().nullable(),
});
export type FireSchedule = z.infer<typeof FireSchedule>;

export const Schedule = z.strictObject({
  id: id('sch'),
  suiteId: id('ste'),
  suiteName: Slug,
  name: z.string(),
  state: z.enum(['active', 'paused']),
  cron: z.string().nullable(),
  timeZone: z.string(),
  jitterSeconds: z.int(),
  blackouts: z.array(z.string()),
  onNewVersion: z.boolean(),
  promptLabel: z.string().nullable(),
  onAlarmOf: z.string().nullable(),
  canary: z.boolean(),
  /** The run that later runs of a canary are held against, and the one that shows how much the model varies. */
  referenceRunId: z.string().nullable(),
  noiseRunId: z.string().nullable(),
  /** The first run that answered differently; null again once a new reference is accepted. */
  alarmRunId: z.string().nullable(),
  budget: z.string().nullable(),
  modelVersionId: z.string().nullable(),
  apiKeyRef: z.string().nullable(),
  judgeKeyRef: z.string().nullable(),
  nextAt: z.date().nullable(),
  lastAt: z.date().nullable(),
  lastRunId: z.string().nullable(),
  /** Why the last fire started no run. */
  lastProblem: z.string().nullable(),
  orgId: z.string(),
  createdBy: z.string(),
  createdAt: z.date(),
});
export type Schedule = z.infer<typeof Schedule>;
