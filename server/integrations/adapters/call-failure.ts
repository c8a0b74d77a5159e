import { APIError } from 'openai';
import { CallFailure, type FailureClass } from '../schema';

const billingCodes = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);
const filterCodes = new Set([
  'content_filter',
  'content_policy_violation',
  'responsible_ai_policy_violation',
]);

/** §4's classes. A redirect or a 404 speaks of the address or the model, never of the case, so they are one class. */
export function classOf(status: number, code: string): FailureClass {
  if (status === 402 || billingCodes.has(code)) return 'billing';
  if (filterCodes.has(code)) return 'content_filter';
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timeout';
  if (status === 404 || status === 410 || code === 'model_not_found' || status < 400) return 'not_found';
  return status >= 500 ? 'server' : 'bad_request';
}

/** Retry-After in seconds or as a date, and OpenAI's own retry-after-ms; null when absent or unreadable. */
export function retryAfterMsOf(headers: Headers | undefined, nowMs: number): number | null {
  const own = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(own) && own >= 0) return own;
  const text = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** A line without control characters and without the credential, whoever put it there. */
function told(message: string, apiKey: string | undefined): string {
  const line = message.replace(/\p{Cc}+/gu, ' ').trim();
  const safe = apiKey ? line.replaceAll(apiKey, '[key]') : line;
  return safe.length > 500 ? `${safe.slice(0, 500)}…` : safe;
}

interface Circumstances {
  readonly host: string;
  readonly apiKey: string | undefined;
  /** The call was cut off by us. */
  readonly wasStopped: boolean;
}

/** Whatever a call threw, be it the `openai` package or the connection, as a CallFailure. */
export function translated(error: unknown, { host, apiKey, wasStopped }: Circumstances): CallFailure {
  const failure = (
    kind: FailureClass,
    message: string,
    status: number | null = null,
    retryAfterMs: number | null = null,
  ) => new CallFailure({ class: kind, status, retryAfterMs, message: told(`${host}: ${message}`, apiKey) });
  if (error instanceof CallFailure)
    return failure(error.class, error.message, error.status, error.retryAfterMs);
  if (wasStopped) return failure('aborted', 'the call was stopped');
  if (error instanceof APIError && typeof error.status === 'number') {
    const status = error.status;
    const kind = classOf(status, `${error.code ?? error.type ?? ''}`);
    const message = status < 400 ? `${status} is a redirect, which is not followed` : error.message;
    return failure(kind, message, status, retryAfterMsOf(error.headers, Date.now()));
  }
  if (error instanceof SyntaxError) return failure('malformed', 'the answer is not valid JSON');
  const message =
    error instanceof Error ? error.message || String(Reflect.get(error, 'code')) : String(error);
  return failure(/timed? ?out/i.test(message) ? 'timeout' : 'network', message);
}
