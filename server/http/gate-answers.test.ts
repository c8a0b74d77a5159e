import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answeredFromMemory, forgetAnswers, rememberAllow } from './gate-answers';

let decided = 0;
let server: Server;
let url = '';

const decision = (question: string) => ({
  decision: question.includes('denied') ? 'deny' : 'allow',
  decision_id: `dec_${(decided += 1)}`,
  evaluated_at: new Date().toISOString(),
  valid_until: new Date(Date.now() + 60_000).toISOString(),
});

beforeAll(async () => {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/api/v1/gate/decisions', rememberAllow);
  app.post('/api/v1/gate/decisions', async (c) => {
    const question = await c.req.text();
    const answer = decision(question);
    if (question === 'overtaken') forgetAnswers('grant.revoked');
    await new Promise((done) => setTimeout(done, 20));
    return c.json(answer);
  });
  const programs = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server = createServer((request, response) => {
    void answeredFromMemory(request, response).then((isAnswered) =>
      isAnswered ? undefined : programs(request, response),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/gate/decisions`;
});
afterAll(() => void server.close());
beforeEach(() => forgetAnswers('release.withdrawn'));

async function ask(
  body: string,
  { credential = 'Bearer a', attempt = '1', query = '' } = {},
): Promise<string> {
  const headers = { authorization: credential, ...(attempt ? { 'idempotency-key': attempt } : {}) };
  const response = await fetch(url + query, { method: 'POST', headers, body });
  return ((await response.json()) as { decision_id: string }).decision_id;
}

describe('the memory of the gate', () => {
  it('repeats an allow to the same credential, until anything is committed', async () => {
    const first = await ask('question');
    expect(await ask('question', { attempt: '2' })).toBe(first);
    forgetAnswers('gate.decided');
    expect(await ask('question')).toBe(first);
    forgetAnswers('signoff.withdrawn');
    expect(await ask('question')).not.toBe(first);
  });

  it('repeats nothing to another credential, another question, another address, or without an attempt', async () => {
    const first = await ask('question');
    const others = [
      ask('question', { credential: 'Bearer b' }),
      ask('question '),
      ask('question', { query: '?dry_run=true' }),
      ask('question', { attempt: '' }),
    ];
    expect(await Promise.all(others)).not.toContain(first);
  });

  it('repeats no denial', async () => {
    expect(await ask('denied')).not.toBe(await ask('denied'));
  });

  it('gives all who ask at once one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('crowd')));
    expect(new Set(answers).size).toBe(1);
  });

  it('holds no answer that was decided while something was committed', async () => {
    const first = await ask('overtaken');
    expect(await ask('overtaken')).not.toBe(first);
  });

  it('hands on what is too long to be a question', async () => {
    const long = 'x'.repeat(70_000);
    expect(await ask(long)).not.toBe(await ask(long));
  });
});
