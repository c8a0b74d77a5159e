import { setTimeout as pause } from 'node:timers/promises';
import { langfuseLimits } from '@/evaluators/langfuse/source';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { checkedBaseUrl } from '../../rules/target-address';
import { CallFailure, type PrivateTargets } from '../../schema';
import { type AgentFetch, agentFetch } from '../agent-fetch';
import { classOf, retryAfterMsOf } from '../call-failure';
import { oneCall } from '../one-call';
import { targetKeyFor } from '../target-keys';

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Langfuse's public REST API for one project. */
export interface Langfuse {
  readonly host: string;
  /** A JSON answer; waits and asks again where that helps. Throws CallFailure, or Refusal when a limit is passed. */
  readonly get: (path: readonly string[], query?: Query) => Promise<unknown>;
  close(): void;
}

const callMs = 60_000;
const longestWaitMs = 30_000;
const mostTries = 4;
const passing = new Set(['rate_limited', 'server', 'network', 'timeout']);

interface Access {
  readonly baseUrl: string;
  readonly keyRef: string;
}

/**
 * Opens Langfuse with the keys that a variable of the server's environment holds as `HOST PUBLIC_KEY:SECRET_KEY`; they
 * go to that host only. Throws Refusal `invalid` naming `baseUrl` or `keyRef`.
 */
export function openLangfuse(access: Access, privateTargets: PrivateTargets): Langfuse {
  const base = checkedBaseUrl(access.baseUrl, privateTargets);
  const keys = keysOf(access);
  const { fetch, close } = agentFetch(privateTargets, callMs);
  const whole = AbortSignal.timeout(langfuseLimits.totalMs);
  const once = caller(base.host, keys, fetch, whole);
  const get: Langfuse['get'] = async (path, query = {}) => {
    const url = addressOf(base, path, query);
    for (let tries = 1; ; tries += 1) {
      try {
        return await once(url);
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        if (whole.aborted) throw tooSlow();
        const waitMs = error.retryAfterMs ?? 500 * 2 ** tries;
        if (!passing.has(error.class) || tries === mostTries || waitMs > longestWaitMs)
          throw silenced(error, keys);
        await pause(waitMs, undefined, { signal: whole }).catch(() => {
          throw tooSlow();
        });
      }
    }
  };
  return { host: base.host, get, close };
}

function keysOf({ baseUrl, keyRef }: Access): string {
  const keys = targetKeyFor('keyRef', keyRef, baseUrl);
  if (/^[^:]+:[^:]+$/.test(keys)) return keys;
  throw invalid(
    'keyRef',
    `${keyRef} must hold the host, a space, and the public and the secret key as pk:sk`,
  );
}

const basicOf = (keys: string) => Buffer.from(keys).toString('base64');

/** Asks once; all answers together have a limit. */
function caller(host: string, keys: string, fetch: AgentFetch['fetch'], signal: AbortSignal) {
  const headers = new Headers({
    accept: 'application/json',
    'user-agent': 'Countersign',
    authorization: `Basic ${basicOf(keys)}`,
  });
  let read = 0;
  return async (url: URL): Promise<unknown> => {
    if (read > langfuseLimits.bytes) throw tooMuch();
    return oneCall({ host, apiKey: keys, signal }, async () => {
      const reply = await fetch(url, { headers, signal });
      const text = await reply.text();
      read += Buffer.byteLength(text);
      if (!reply.ok) throw refusedBy(reply, text);
      if (/html/i.test(reply.headers.get('content-type') ?? ''))
        throw failure('malformed', 'the answer is a page of HTML, not JSON', reply.status);
      return JSON.parse(text) as unknown;
    });
  };
}

function addressOf(base: URL, path: readonly string[], query: Query): URL {
  const root = base.pathname.replace(/\/+$/, '').replace(/\/api\/public$/, '');
  const url = new URL(`${root}/api/public/${path.map(encodeURIComponent).join('/')}`, base.origin);
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? (value as string[]) : [value])
      if (one !== undefined) url.searchParams.append(name, String(one));
  return url;
}

const failure = (
  kind: CallFailure['class'],
  message: string,
  status: number,
  retryAfterMs: number | null = null,
) => new CallFailure({ class: kind, status, retryAfterMs, message: message.slice(0, 500) });

export const malformed = (message: string) => failure('malformed', message, 200);

function refusedBy(reply: Response, text: string): CallFailure {
  const { status } = reply;
  if (status < 400) return failure('not_found', `${status} is a redirect, which is not followed`, status);
  const said = (['message', 'error'] as const)
    .map((key) => new RegExp(`"${key}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,300})"`).exec(text)?.[1])
    .find((one) => one !== undefined);
  const after = retryAfterMsOf(reply.headers, Date.now());
  return failure(classOf(status, ''), `${status} ${said ?? ''}`.trim(), status, after);
}

/** Whoever sends the keys back does not get them shown. */
function silenced(error: CallFailure, keys: string): CallFailure {
  const secrets = [basicOf(keys), keys, ...keys.split(':').slice(1)];
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '[key]'), error.message);
  const { class: kind, status, retryAfterMs } = error;
  return new CallFailure({ class: kind, status, retryAfterMs, message });
}

const limit = (field: string, message: string) =>
  new Refusal('limit', message, { fields: { [field]: [message] } });
const tooMuch = () =>
  limit('source', `Langfuse answered with more than ${langfuseLimits.bytes / 1e6} MB; choose a smaller part`);
const tooSlow = () =>
  limit('source', `Langfuse took longer than ${langfuseLimits.totalMs / 1000} s; choose a smaller part`);

/** What a failed call says of the input. `what` names the thing that was looked for, `field` what it was called by. */
export function asRefusal(error: unknown, what: string, field = 'source'): unknown {
  if (!(error instanceof CallFailure)) return error;
  const { class: kind, message } = error;
  if (kind === 'auth') return invalid('keyRef', `Langfuse refuses the keys: ${message}`);
  if (kind === 'not_found' && error.status !== null && error.status >= 400)
    return invalid(field, `Langfuse has no ${what}: ${message}`);
  return invalid('baseUrl', `Langfuse gave no usable answer: ${message}`);
}

/** Older and newer servers know different parts of the API. */
export const isUnknownThere = (error: unknown): boolean =>
  error instanceof CallFailure &&
  ([404, 405, 501].includes(error.status ?? 0) ||
    (error.status === 400 && /not (available|enabled|supported|implemented)/i.test(error.message)));
