import type { Context } from 'hono';
import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import type { Operation } from '@/server/kernel/operation';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One line of the API: which operation a method and path call. Path parameters, query and JSON body together
 *  are the operation's input. */
export interface Route {
  readonly method: Method;
  /** Below /api/v1, with `{parameters}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly operation: Operation<z.ZodObject, unknown>;
  readonly output?: z.ZodType;
  /** Lets somebody in: callers need not say who they are. */
  readonly anonymous?: boolean;
  /** Deepest JSON nesting of the body; 32 unless said. */
  readonly maxDepth?: number;
  /** Whether the request must carry an Idempotency-Key. */
  readonly needsIdempotencyKey?: boolean;
  /** Largest JSON body in bytes; 1 MiB unless said. */
  readonly maxBytes?: number;
  /** How the result leaves when it is not JSON: a stream, a file. */
  readonly respond?: (result: unknown, c: Context) => Response | Promise<Response>;
  /** For uploads: turns the request's body stream into the operation's input. */
  readonly receive?: (c: Context, ctx: Ctx) => Promise<Record<string, unknown>>;
  /** For uploads, as documentation: what the body may be, and the parameters beside it. */
  readonly receives?: { readonly contentTypes: readonly string[]; readonly query: z.ZodObject };
}

/** Ties the types of one line together, then forgets them so that lines can stand in one table. */
export function route<I extends z.ZodObject, R>(
  line: Omit<Route, 'operation' | 'respond'> & {
    readonly operation: Operation<I, R>;
    readonly respond?: (result: R, c: Context) => Response | Promise<Response>;
  },
): Route {
  return line as unknown as Route;
}
