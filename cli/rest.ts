import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readCredentials } from './credentials';
import { firstIssue } from './input/files';
import { CliFailure, exitCodes, type Terminal, usageError } from './terminal';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Sent {
  /** sent as JSON */
  readonly body?: unknown;
  /** sent as it is, of this content type */
  readonly stream?: { readonly bytes: AsyncIterable<Uint8Array>; readonly contentType: string };
  /** the whole exchange, the body of the answer included; 30 s unless said */
  readonly timeoutMs?: number;
}

/** The portal's REST API, for one caller. Methods throw CliFailure: 20 unreachable, 21 not allowed, 65 refused. */
export interface Rest {
  readonly url: string;
  readonly token: string | null;
  /** @param path below the server's address, such as `/api/v1/systems` */
  readonly send: (method: Method, path: string, sent?: Sent) => Promise<Response>;
  /** An answer in JSON that fits the schema. */
  readonly ask: <T>(method: Method, path: string, answer: z.ZodType<T>, sent?: Sent) => Promise<T>;
}

/** What the server refused: RFC 9457 problem details. */
export class Refused extends CliFailure {
  constructor(
    exitCode: number,
    message: string,
    readonly status: number,
    /** the fields that the refusal names */
    readonly fields: readonly string[],
  ) {
    super(exitCode, message);
  }
}

export const unreachable = (message: string) => new CliFailure(exitCodes.unreachable, message);
export const notAllowed = (message: string) => new CliFailure(exitCodes.notAllowed, message);

const usualTimeoutMs = 30_000;
/** For uploads and downloads. */
export const longTimeoutMs = 600_000;

/** A path below /api/v1 with its parts encoded, and the query without what is undefined. */
export function apiPath(
  parts: readonly string[],
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const search = new URLSearchParams(given).toString();
  return `/api/v1/${parts.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

/** @param url http or https, without a path @param token null for whoever is not signed in */
export function connect(url: string, token: string | null): Rest {
  const send: Rest['send'] = async (method, path, sent = {}) => {
    const response = await exchange(url, method, path, token, sent);
    if (!response.ok) throw await refusalIn(response, url);
    return response;
  };
  const ask = async <T>(method: Method, path: string, answer: z.ZodType<T>, sent?: Sent): Promise<T> => {
    const response = await send(method, path, sent);
    return jsonIn(response, answer, `${url}${path.split('?')[0]}`);
  };
  return { url, token, send, ask };
}

async function exchange(url: string, method: Method, path: string, token: string | null, sent: Sent) {
  const { body, stream, timeoutMs = usualTimeoutMs } = sent;
  const contentType = stream?.contentType ?? (body === undefined ? undefined : 'application/json');
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(stream ? { body: streamOf(stream.bytes), duplex: 'half' as const } : {}),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw lost(error, url, timeoutMs);
  }
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const parts = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await parts.return?.()),
  });
}

/** A request that got no whole answer. What a file of ours did wrong while it streamed out stays as it is. */
function lost(error: unknown, url: string, timeoutMs: number): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'TimeoutError') return unreachable(`${url} did not answer within ${timeoutMs / 1000} s`);
  const { cause } = error;
  if (cause instanceof CliFailure) return cause;
  if (error instanceof CliFailure) return error;
  const why = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : '') : '';
  return unreachable(`${url} cannot be reached: ${why || error.message}`);
}

async function jsonIn<T>(response: Response, answer: z.ZodType<T>, where: string): Promise<T> {
  const text = await bodyOf(response, where);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreachable(`${where} did not answer in JSON; is this the address of Countersign?`);
  }
  const read = answer.safeParse(value);
  if (!read.success) throw unreachable(`${where} answered in an unknown form: ${firstIssue(read.error)}`);
  return read.data;
}

/** The body as text; a connection that breaks off counts as unreachable. */
export async function bodyOf(response: Response, where: string): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw lost(error, where, usualTimeoutMs);
  }
}

const Problem = z.object({
  detail: z.string(),
  fields: z.record(z.string(), z.unknown()).optional(),
});

async function refusalIn(response: Response, url: string): Promise<CliFailure> {
  const { status } = response;
  if (status >= 300 && status < 400)
    return unreachable(
      `${url} sends on to ${response.headers.get('location') ?? 'elsewhere'}; use that address`,
    );
  const read = Problem.safeParse(parsed(await bodyOf(response, url)));
  const detail = read.success ? read.data.detail : `${url} answered ${status}; is this Countersign?`;
  const fields = read.success ? Object.keys(read.data.fields ?? {}) : [];
  return new Refused(exitOf(status), detail, status, fields);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function exitOf(status: number): number {
  if (status === 401 || status === 403) return exitCodes.notAllowed;
  return status === 408 || status === 429 || status >= 500 ? exitCodes.unreachable : exitCodes.badData;
}

/** The address of a server as it is kept: without a path or a slash at its end. */
export function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.username !== ''
  )
    throw usageError(`${text} is not the address of a server, such as https://countersign.example.com`);
  return url.origin;
}

/** The server that COUNTERSIGN_URL names, else that of `login`; the session of `login` goes to that one only. */
export async function connected(terminal: Terminal, credential?: string): Promise<Rest> {
  const kept = await readCredentials(terminal);
  const given = terminal.env['COUNTERSIGN_URL'];
  const url = given ? serverUrl(given) : kept?.url;
  if (url === undefined) throw usageError('name the server: countersign login URL, or set COUNTERSIGN_URL');
  const own = kept?.url === url ? kept.session : undefined;
  const token = credential ?? (terminal.env['COUNTERSIGN_TOKEN'] || own);
  if (token === undefined)
    throw notAllowed(`not signed in at ${url}: run countersign login, or set COUNTERSIGN_TOKEN`);
  if (!/^[\x21-\x7e]{1,8192}$/.test(token)) throw notAllowed('the token holds characters that no token has');
  return connect(url, token);
}
