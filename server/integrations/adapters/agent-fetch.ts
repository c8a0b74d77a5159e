import { lookup as resolve, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { CallFailure, type PrivateTargets } from '../schema';
import { addressProblem } from '../rules/target-address';

export const maxAnswerBytes = 5 * 1024 * 1024;
const toldHeaders = ['content-type', 'retry-after', 'retry-after-ms', 'x-request-id'];

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

/**
 * The part of `Response` that the `openai` package reads of an answer that is no stream. The standard class costs as
 * much processor time as the call itself, because it turns the body into a stream and back.
 */
class Received {
  readonly ok: boolean;
  readonly body = null;
  constructor(
    readonly url: string,
    readonly status: number,
    readonly headers: Headers,
    private readonly bytes: Buffer,
  ) {
    this.ok = status >= 200 && status < 300;
  }
  text = async () => this.bytes.toString('utf8');
  json = async (): Promise<unknown> => JSON.parse(this.bytes.toString('utf8'));
}

function answered(url: string, incoming: http.IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (const name of toldHeaders) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Received(url, incoming.statusCode ?? 0, headers, body) as unknown as Response;
}

/** What is sent: all but the client's telemetry about this machine. */
function sentHeaders(given: RequestInit['headers'], payload: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  const all = given instanceof Headers ? given : new Headers(given);
  for (const [name, value] of all) if (!name.startsWith('x-stainless-')) headers[name] = value;
  if (payload !== undefined) headers['content-length'] = String(Buffer.byteLength(payload));
  return headers;
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
      const url = input instanceof Request ? input.url : String(input);
      const { method = 'GET', signal } = init;
      const payload = typeof init.body === 'string' ? init.body : undefined;
      const headers = sentHeaders(init.headers, payload);
      const [{ request }, agent] = url.startsWith('https:') ? [https, secure] : [http, plain];
      const outgoing = request(url, { method, headers, agent });
      const abort = () => outgoing.destroy(new DOMException('This operation was aborted', 'AbortError'));
      const failed = (error: Error) => {
        signal?.removeEventListener('abort', abort);
        fail(error);
      };
      outgoing.on('error', failed);
      outgoing.on('response', (incoming) => {
        const received = (whole: Buffer) => {
          signal?.removeEventListener('abort', abort);
          take(answered(url, incoming, whole));
        };
        collect(incoming, received, failed);
      });
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
      outgoing.end(payload); // as text it leaves in one piece with its head
    });
  const close = () => (plain.destroy(), secure.destroy());
  return { fetch, close };
}
