import 'server-only';
import { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { callerOf } from '@/server/http/caller';
import { Refusal } from '@/server/kernel/refusal';
import { contextFor } from '@/server/kernel/runtime';
import { appRouter } from './root';

/** tRPC over HTTP, with the same callers and the same-origin check as REST. */
export const trpcHandler = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: async () => contextFor(await callerOf(request).catch(asTrpcError)),
    responseMeta: () => ({ headers: { 'cache-control': 'private, no-store' } }),
  });

function asTrpcError(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  const code = error.code === 'unauthenticated' ? 'UNAUTHORIZED' : 'FORBIDDEN';
  throw new TRPCError({ code, message: error.message, cause: error });
}
