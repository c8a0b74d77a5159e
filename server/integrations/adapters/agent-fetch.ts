import { lookup as resolve, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { CallFailure, type PrivateTargets } from '../schema';
import { addressProblem } from '../rules/target-address';

export const maxAnswerBytes = 5 * 1024 * 1024;
const bodyless = new Set([204, 205, 304]);

/** Resolves a name and hands over only addresses that were checked, so that no second answer can slip in. */
function checkedLookup(privateTargets: PrivateTargets): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return done(error, '', 4);
      for (const { address } of found) {
        const problem = addressProblem(address, privateTargets);
        if (problem) return done(refused(`${hostname} resolves to ${address}, which ${problem}`), '', 4);
      }
      const [first] = found;
      if (!first) return done(refused(`${hostname} has no address`), '', 4);
      return options.all ? done(null, found) : done(null, first.address, first.family);
    });
  };
}

const refused = (message: string) =>
  new CallFailure({
    class: 'not_found',
    status: null,
    retryAfterMs: null,
    message: `The target's host ${message}`,
  });

const tooLarge = () =>
  new CallFailure({
    class: 'malformed',
    status: null,
    retryAfterMs: null,
    message: `The answer is larger than ${maxAnswerBytes} bytes`,
  });

/** The whole body, at most `maxAnswerBytes`: what is read here is small, so nothing is streamed further. */
function collect(response: http.IncomingMessage, take: (body: Buffer) => void, fail: (error: Error) => void) {
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > maxAnswerBytes) {
      response.destroy();
      fail(tooLarge());
    } else parts.push(part);
  });
  response.on('end', () => take(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size)));
  response.on('error', fail);
  response.on('close', () => fail(new Error('The connection was closed before the answer was complete')));
}

function answered(incoming: http.IncomingMessage, body: Buffer): Response {
  const status = incoming.statusCode ?? 0;
  const headers = new Headers();
  for (const name of ['content-type', 'retry-after', 'retry-after-ms', 'x-request-id']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Response(bodyless.has(status) ? null : new Uint8Array(body), { status, headers });
}

export interface AgentFetch {
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  close(): void;
}

/**
 * `fetch` for small JSON calls over a keep-alive agent: a third of the processor time of Node's own. It follows no
 * redirect, reads at most `maxAnswerBytes`, and connects only to addresses that the guard allows. The promise is
 * settled when the whole answer has arrived, so the signal covers the body as well.
 */
export function agentFetch(privateTargets: PrivateTargets): AgentFetch {
  const options = { keepAlive: true, maxSockets: 512, lookup: checkedLookup(privateTargets) };
  const plain = new http.Agent(options);
  const secure = new https.Agent(options);
  const fetch: AgentFetch['fetch'] = (input, init = {}) =>
    new Promise((take, fail) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const { method = 'GET', body, signal } = init;
      const headers = Object.fromEntries(new Headers(init.headers));
      const payload = typeof body === 'string' ? Buffer.from(body) : undefined;
      if (payload) headers['content-length'] = String(payload.length);
      const [{ request }, agent] = url.protocol === 'https:' ? [https, secure] : [http, plain];
      const outgoing = request(url, { method, headers, agent });
      const abort = () => outgoing.destroy(new DOMException('This operation was aborted', 'AbortError'));
      const failed = (error: Error) => (signal?.removeEventListener('abort', abort), fail(error));
      outgoing.on('error', failed);
      outgoing.on('response', (incoming) => {
        const received = (whole: Buffer) => {
          signal?.removeEventListener('abort', abort);
          try {
            take(answered(incoming, whole));
          } catch (error) {
            fail(error);
          }
        };
        collect(incoming, received, failed);
      });
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
      outgoing.end(payload);
    });
  const close = () => (plain.destroy(), secure.destroy());
  return { fetch, close };
}
