import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { audited } from '@/server/kernel/audit';
import type { Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { Refusal } from '@/server/kernel/refusal';
import { one } from '../queries/authentication';

const freeByAccount = 5;
const freeByAddress = 30;
/** Five hexadecimal digits: at most a million buckets of each kind, however many names are tried. */
const bucket = (kind: string, value: string) =>
  `${kind} ${createHash('sha256').update(value).digest('hex').slice(0, 5)}`;

/** Counts one guess against the account's name and the caller's address.
 *  @returns what to call when the guess was right @throws Refusal limit with `retryAfterSeconds` */
export async function countGuess(ctx: Ctx, email: string): Promise<() => Promise<unknown>> {
  const account = bucket('account', email);
  const address = bucket('address', ctx.actor.address ?? ctx.actor.id);
  const wait = await one(
    sql`countersign.begin_sign_in(array[${account}, ${address}]::text[],
          array[${freeByAccount}, ${freeByAddress}]::int[])`,
    z.number(),
  );
  if (wait !== null && wait > 0) {
    const seconds = wait === 1 ? '1 second' : `${wait} seconds`;
    throw new Refusal('limit', `Too many attempts; try again in ${seconds}`, { retryAfterSeconds: wait });
  }
  return () => one(sql`countersign.sign_in_succeeded(${account}, ${address})`, z.unknown());
}

const Failed = z.strictObject({
  /** Null for somebody we do not know: then nothing is written down that says who. */
  personId: z.string().nullable(),
  reason: z.enum(['no_account', 'wrong_password', 'disabled', 'not_linked']),
});

/** Writes down that somebody was not let in. */
export const recordFailedSignIn = command({
  event: 'sign_in.failed',
  input: Failed,
  may: ['create', 'Session'],
  target: async ({ ctx, input }) => ({ orgId: ctx.actor.orgId, personId: input.personId ?? '' }),
  run: async ({ input }) =>
    audited(
      {},
      {
        entity: { ref: input.personId ? `person/${input.personId}` : 'sign_in/unknown' },
        op: 'login',
        outcome: 'denied',
        reasonCode: input.reason,
        change: [],
      },
    ),
});
