import { hash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Next } from 'hono';

const holdMs = 5000;
const patienceMs = 500;
const mostAnswers = 10_000;
const maxBytes = 65_536;
const path = /^\/api\/v1\/gate\/decisions(\?|$)/;

interface Answer {
  readonly body: string;
  readonly untilMs: number;
}
const answers = new Map<string, Answer>();
const deciding = new Map<string, Promise<void>>();
const questions = new WeakMap<IncomingMessage, string>();
let commits = 0;

/** The same `allow`, asked again by the same credential within five seconds, is answered from memory with the same
 *  signed decision, before anything else looks at the request. Any other commit of this process empties the memory,
 *  so that what changes a decision is seen. Who asks while the same question is being decided waits for that answer.
 *  @returns whether the request was answered; when not, its body stands in `rawBody`, where @hono/node-server reads it */
export async function answeredFromMemory(
  request: IncomingMessage & { rawBody?: Buffer },
  response: ServerResponse,
): Promise<boolean> {
  const { authorization, 'idempotency-key': attempt } = request.headers;
  if (request.method !== 'POST' || !path.test(request.url ?? '')) return false;
  const isSmall = Number(request.headers['content-length'] ?? NaN) <= maxBytes;
  if (authorization === undefined || !attempt || !isSmall) return false;
  request.rawBody = await bodyOf(request);
  const question = hash(
    'sha256',
    `${request.url}\n${authorization}\n${request.rawBody.toString('latin1')}`,
    'base64',
  );
  const underWay = deciding.get(question);
  if (underWay) await Promise.race([underWay, pause(patienceMs)]);
  const held = answers.get(question);
  if (held && held.untilMs > Date.now()) {
    const headers = { 'content-type': 'application/json', 'x-request-id': randomUUID() };
    response.writeHead(200, headers).end(held.body);
    return true;
  }
  answers.delete(question);
  questions.set(request, question);
  if (!deciding.has(question)) {
    const decided = new Promise<void>((done) => response.once('close', done));
    deciding.set(question, decided);
    void decided.then(() => deciding.delete(question));
  }
  return false;
}

const bodyOf = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.once('end', () => done(Buffer.concat(chunks)));
    request.once('error', failed);
  });

/** Remembers the answer to a question that `answeredFromMemory` could not answer. */
export async function rememberAllow(c: Context<{ Bindings: HttpBindings }>, next: Next): Promise<void> {
  const question = questions.get(c.env.incoming);
  const commitsBefore = commits;
  await next();
  if (question !== undefined && c.res.status === 200)
    hold(question, await c.res.clone().text(), commitsBefore);
}

/** Holds a fresh `allow`, no longer than it says itself, unless something was committed while it was decided. A
 *  replayed decision may be a day old: it is recognised by its time, and not held. */
function hold(question: string, body: string, commitsBefore: number): void {
  if (commits !== commitsBefore) return;
  const { decision, evaluated_at: at, valid_until: until } = JSON.parse(body) as Record<string, string>;
  const now = Date.now();
  if (decision !== 'allow' || now - Date.parse(at ?? '') > holdMs) return;
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(question, { body, untilMs: Math.min(now + holdMs, Date.parse(until ?? '')) });
}

/** A commit may have changed any decision, except that of a decision itself. */
export function forgetAnswers(event: string): void {
  if (event === 'gate.decided') return;
  commits += 1;
  answers.clear();
}
