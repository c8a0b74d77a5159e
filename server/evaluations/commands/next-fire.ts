import { createHash } from 'node:crypto';
import { parseExpression } from 'cron-parser';
import { invalid } from '@/server/kernel/refusal';

export interface FireRule {
  readonly cron: string;
  readonly timeZone: string;
  readonly jitterSeconds: number;
  readonly blackouts: readonly string[];
}

/** Fires looked at before a rule counts as one that its blackouts never let fire. */
const mostSkipped = 5000;

/**
 * The first fire after a moment, outside every blackout, with its jitter, which is a function of the schedule and the
 * fire. A time that daylight saving skips fires when the clock goes on. Throws Refusal `invalid` naming cron when it has
 * not five fields or never fires.
 * @param after milliseconds since the epoch
 */
export function nextFire(scheduleId: string, rule: FireRule, after: number): Date {
  const { cron, timeZone, jitterSeconds, blackouts } = rule;
  if (cron.trim().split(/\s+/).length !== 5)
    throw invalid(
      'cron',
      'cron must have five fields: minute, hour, day of the month, month, day of the week',
    );
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  for (const fire of firesOf(cron, timeZone, after)) {
    if (isBlackedOut(dayOf.format(fire), blackouts)) continue;
    const jittered = new Date(fire.getTime() + jitterOf(scheduleId, fire, jitterSeconds));
    if (jittered.getTime() > after) return jittered;
  }
  throw invalid('cron', `cron ${cron} fires only on days of the blackouts`);
}

function* firesOf(cron: string, timeZone: string, after: number): Generator<Date> {
  try {
    const fires = parseExpression(cron, { currentDate: new Date(after - 3_600_000), tz: timeZone });
    for (let i = 0; i < mostSkipped; i++) yield fires.next().toDate();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const never = /explicit day of month|loop limit/.test(why);
    throw invalid('cron', never ? `cron ${cron} never fires: no such day exists` : `cron ${cron}: ${why}`);
  }
}

const isBlackedOut = (day: string, blackouts: readonly string[]): boolean =>
  blackouts.some((range) => {
    const [from = '', to = ''] = range.split('/');
    return day >= from && day <= to;
  });

/** Milliseconds from 0 up to the jitter. */
function jitterOf(scheduleId: string, fire: Date, jitterSeconds: number): number {
  if (jitterSeconds === 0) return 0;
  const hash = createHash('sha256').update(`${scheduleId} ${fire.toISOString()}`).digest();
  return hash.readUInt32BE(0) % (jitterSeconds * 1000 + 1);
}
