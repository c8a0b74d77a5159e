import { createHash } from 'node:crypto';
import type { Context, Next } from 'hono';
import { boundedText } from './body';

const holdMs = 5000;
const mostAnswers = 10_000;
const maxBytes = 65_536;
const answers = new Map<string, { readonly body: string; readonly untilMs: number }>();
let commits = 0;

/** The same `allow`, asked again by the same credential within five seconds, is answered from memory with the same
 *  signed decision. Any other commit of this process empties the memory, so that what changes a decision is seen. */
export async function repeatedAllow(c: Context, next: Next): Promise<Response | undefined> {
  const credential = c.req.header('authorization');
  if (c.req.method !== 'POST' || credential === undefined || !c.req.header('idempotency-key'))
    return void (await next());
  const asked = await boundedText(c.req.raw.clone(), maxBytes).catch(() => null);
  if (asked === null) return void (await next());
  const key = createHash('sha256').update(`${credential}\n${asked}`).digest('base64');
  const held = answers.get(key);
  if (held && held.untilMs > Date.now()) {
    return new Response(held.body, { headers: { 'content-type': 'application/json' } });
  }
  answers.delete(key);
  const commitsBefore = commits;
  await next();
  if (c.res.status === 200) hold(key, await c.res.clone().text(), commitsBefore);
  return undefined;
}

/** Holds a fresh `allow`, no longer than it says itself, unless something was committed while it was decided. A
 *  replayed decision may be a day old: it is recognised by its time, and not held. */
function hold(key: string, body: string, commitsBefore: number): void {
  if (commits !== commitsBefore) return;
  const { decision, evaluated_at: at, valid_until: until } = JSON.parse(body) as Record<string, string>;
  const now = Date.now();
  if (decision !== 'allow' || now - Date.parse(at ?? '') > holdMs) return;
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(key, { body, untilMs: Math.min(now + holdMs, Date.parse(until ?? '')) });
}

/** A commit may have changed any decision, except that of a decision itself. */
export function forgetAnswers(event: string): void {
  if (event === 'gate.decided') return;
  commits += 1;
  answers.clear();
}
