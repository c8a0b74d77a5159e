import 'server-only';
import { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { boundedText } from '@/server/http/body';
import { callerOf } from '@/server/http/caller';
import { Refusal } from '@/server/kernel/refusal';
import { contextFor } from '@/server/kernel/runtime';
import { appRouter } from './root';

/** tRPC over HTTP, with the same callers and the same-origin check as REST. */
export const trpcHandler = async (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: await bounded(request),
    router: appRouter,
    createContext: async () => contextFor(await callerOf(request).catch(asTrpcError)),
    responseMeta: () => ({ headers: { 'cache-control': 'private, no-store' } }),
  });

const maxBytes = 1_048_576;

/** The request with its body read up to the limit; one above it or not UTF-8 goes on empty, which no input accepts. */
async function bounded(request: Request): Promise<Request> {
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  const body = await boundedText(request, maxBytes).catch(() => '');
  return new Request(request.url, { method: request.method, headers: request.headers, body });
}

function asTrpcError(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  const code = error.code === 'unauthenticated' ? 'UNAUTHORIZED' : 'FORBIDDEN';
  throw new TRPCError({ code, message: error.message, cause: error });
}
