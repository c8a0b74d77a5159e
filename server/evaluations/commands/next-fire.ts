import { createHash } from 'node:crypto';
import cronParser from 'cron-parser';
import { invalid } from '@/server/kernel/refusal';

export interface FireRule {
  readonly cron: string;
  readonly timeZone: string;
  readonly jitterSeconds: number;
  readonly blackouts: readonly string[];
}

const hourMs = 3_600_000;
/** 29 February may be eight years away; what is further away than this counts as never. */
const farthestMs = 30 * 366 * 24 * hourMs;
const mostSkipped = 3000;

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
  let from = after - jitterSeconds * 1000;
  for (let skipped = 0; skipped < mostSkipped; skipped++) {
    const fire = fireAfter(cron, timeZone, from);
    if (fire - after > farthestMs) break;
    const end = blackoutEnd(dayOf.format(fire), blackouts);
    const jittered = fire + jitterOf(scheduleId, fire, jitterSeconds);
    if (end === null && jittered > after) return new Date(jittered);
    // The last day of a blackout ends somewhere in these 26 hours, whatever the time zone.
    from = end === null ? fire : Math.max(fire, Date.parse(end) + 9 * hourMs);
  }
  throw invalid('cron', `cron ${cron} fires only on days of the blackouts, or not within 30 years`);
}

function fireAfter(cron: string, timeZone: string, from: number): number {
  try {
    return cronParser
      .parseExpression(cron, { currentDate: new Date(from), tz: timeZone })
      .next()
      .getTime();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const never = /explicit day of month|loop limit/.test(why);
    throw invalid('cron', never ? `cron ${cron} never fires: no such day exists` : `cron ${cron}: ${why}`);
  }
}

/** The last day of the blackout that a day lies in; null outside. */
function blackoutEnd(day: string, blackouts: readonly string[]): string | null {
  for (const range of blackouts) {
    const [from = '', to = ''] = range.split('/');
    if (day >= from && day <= to) return to;
  }
  return null;
}

/** Milliseconds from 0 up to the jitter. */
function jitterOf(scheduleId: string, fire: number, jitterSeconds: number): number {
  if (jitterSeconds === 0) return 0;
  const hash = createHash('sha256').update(`${scheduleId} ${fire}`).digest();
  return hash.readUInt32BE(0) % (jitterSeconds * 1000 + 1);
}
