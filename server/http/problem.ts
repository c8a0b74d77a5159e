import { z } from 'zod';
import { log } from '@/server/kernel/log';
import { Refusal, type RefusalCode } from '@/server/kernel/refusal';
import { translated } from '@/server/kernel/translated';

const statuses = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  precondition: 422,
  limit: 413,
  unavailable: 503,
} as const satisfies Record<RefusalCode, number>;

/** RFC 9457 problem details; `code` and `fields` are our extension members. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  fields: z.record(z.string(), z.array(z.string())).optional(),
  request_id: z.string(),
});

/** Every failure of a programs' request as an answer; what is not a refusal is logged and not shown. */
export function problem(thrown: unknown, requestId: string): Response {
  const error = asRefusal(translated(thrown));
  if (!(error instanceof Refusal)) {
    log('error', 'request failed', { requestId, error });
    return answer(500, 'internal', 'Something went wrong on our side', {}, requestId);
  }
  const wait = error.details['retryAfterSeconds'];
  const status = error.code === 'limit' && wait !== undefined ? 429 : statuses[error.code];
  return answer(status, error.code, error.message, error.details, requestId);
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof z.ZodError)) return error;
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [''];
    for (const key of keys)
      (fields[[...issue.path, key].filter((part) => part !== '').join('.')] ??= []).push(issue.message);
  }
  const [field, messages] = Object.entries(fields)[0] ?? ['', []];
  return new Refusal('invalid', field ? `${field}: ${messages[0]}` : `${messages[0]}`, { fields });
}

function answer(
  status: number,
  code: string,
  detail: string,
  details: Refusal['details'],
  requestId: string,
): Response {
  const { fields, retryAfterSeconds, ...more } = details;
  const body = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail,
    code,
    fields,
    ...more,
  };
  return new Response(JSON.stringify({ ...body, request_id: requestId }), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 503 || retryAfterSeconds !== undefined
        ? { 'retry-after': String(retryAfterSeconds ?? 1) }
        : {}),
    },
  });
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  422: 'Not possible now',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};
