import type { z } from 'zod';
import { abilityFor } from '@/policies/ability';
import type { Actor } from '@/policies/contract';
import type { Ctx } from '@/server/kernel/context';
import type { Operation } from '@/server/kernel/operation';

/** The same request on behalf of whom it turned out to be; nothing of it is kept for an Idempotency-Key. */
export const acting = (ctx: Ctx, actor: Actor): Ctx => ({
  ...ctx,
  actor,
  ability: abilityFor(actor),
  idempotencyKey: undefined,
});

/** An operation that is more than one transaction, or whose answer holds a secret: an Idempotency-Key has no effect,
 *  because answers that are kept for it are stored. */
export const unrepeated = <I extends z.ZodType, R>(
  input: I,
  run: (ctx: Ctx, input: z.output<I>) => Promise<R>,
): Operation<I, R> =>
  Object.assign((ctx: Ctx, given: z.output<I>) => run({ ...ctx, idempotencyKey: undefined }, given), {
    input,
  });
