import { createHash } from 'node:crypto';
import type { Context, Next } from 'hono';

const holdMs = 5000;
const mostAnswers = 10_000;
const answers = new Map<string, { readonly body: string; readonly untilMs: number }>();

/** The same `allow`, asked again by the same credential within five seconds, is answered from memory with the same
 *  signed decision. Any other commit of this process empties the memory, so that what changes a decision is seen. */
export async function repeatedAllow(c: Context, next: Next): Promise<Response | undefined> {
  const credential = c.req.header('authorization');
  if (c.req.method !== 'POST' || credential === undefined || !c.req.header('idempotency-key'))
    return void (await next());
  const asked = await c.req.raw.clone().text();
  const key = createHash('sha256').update(`${credential}\n${asked}`).digest('base64');
  const held = answers.get(key);
  if (held && held.untilMs > Date.now()) {
    return new Response(held.body, { headers: { 'content-type': 'application/json' } });
  }
  answers.delete(key);
  await next();
  if (c.res.status !== 200) return undefined;
  const body = await c.res.clone().text();
  if (!body.startsWith('{"decision":"allow"')) return undefined;
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(key, { body, untilMs: Date.now() + holdMs });
  return undefined;
}

/** A commit may have changed any decision, except that of a decision itself. */
export function forgetAnswers(event: string): void {
  if (event !== 'gate.decided') answers.clear();
}
