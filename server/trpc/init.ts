import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import type { Operation } from '@/server/kernel/operation';
import { Refusal, type RefusalCode } from '@/server/kernel/refusal';
import { translated } from '@/server/kernel/translated';

const codes = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  precondition: 'PRECONDITION_FAILED',
  limit: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<RefusalCode, TRPCError['code']>;

const t = initTRPC.context<Ctx>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: error.code === 'INTERNAL_SERVER_ERROR' ? 'Something went wrong on our side' : shape.message,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, details: detailsOf(error) },
  }),
});
const detailsOf = ({ cause }: TRPCError) => (cause instanceof Refusal ? cause.details : {});

export const router = t.router;
export const createCaller = t.createCallerFactory;

const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = translated(result.error.cause);
  if (!(cause instanceof Refusal)) return result;
  throw new TRPCError({ code: codes[cause.code], message: cause.message, cause });
});

// zod's output is what the operation takes: schemas at this edge do not transform.
export const query = <I extends z.ZodType, R>(op: Operation<I, R>) =>
  procedure.input(op.input).query(({ ctx, input }) => op(ctx, input as z.output<I>));
export const mutate = <I extends z.ZodType, R>(op: Operation<I, R>) =>
  procedure.input(op.input).mutation(({ ctx, input }) => op(ctx, input as z.output<I>));
