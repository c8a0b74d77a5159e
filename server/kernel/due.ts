import { z } from 'zod';
import { invalid } from './refusal';

/** An ISO 8601 instant with its zone, or a date, which means its end in UTC. */
export const Due = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a date such as 2026-12-31, or an instant such as 2026-12-31T12:00:00Z',
});

const day = 86_400_000;
export const instantOf = (due: string): Date => new Date(due.length === 10 ? `${due}T23:59:59.999Z` : due);

/**
 * The instant that a date (its end, in UTC) or instant means.
 * @throws Refusal invalid naming the field when it does not lie ahead, or farther than `days`
 */
export function ahead(field: string, due: string, nowUs: number, days: number): Date {
  const date = instantOf(due);
  const ms = date.getTime() - nowUs / 1000;
  if (ms <= 0) throw invalid(field, `${field} must lie in the future`);
  if (ms > days * day) throw invalid(field, `${field} must be at most ${days} days ahead`);
  return date;
}
