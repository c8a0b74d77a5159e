import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import type { Ctx } from '@/server/kernel/context';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { tryPrompt } from './commands/try-prompt';
import { TryPrompt } from './schema/tries';

interface Asked {
  readonly messages: readonly { readonly content: string }[];
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly top_p?: number;
}
let asked: Asked[] = [];
let held: ServerResponse | null = null;
const reply = (response: ServerResponse, content: string) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'c1',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-4o-mini-2024-07-18',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
    }),
  );
const model = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => {
    const body = JSON.parse(text) as Asked;
    asked.push(body);
    const said = body.messages.at(-1)?.content ?? '';
    if (said.includes('wait')) held = response;
    else if (said.includes('refuse')) response.writeHead(401).end('{"error":{"message":"no such key"}}');
    else reply(response, `You said: ${said}`);
  });
});
let baseUrl = '';
beforeAll(async () => {
  await new Promise<void>((listening) => model.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  model.closeAllConnections();
  model.close();
});

let org: ReturnType<typeof world>;
let engineer: Ctx;
let versionId: string;
beforeEach(async () => {
  asked = [];
  org = world();
  engineer = await org.member('ml_engineer');
  const content = { template: 'Sort {{note}}', parameters: {} };
  const prompt = await createPrompt(engineer, { name: 'triage', content });
  versionId = prompt.latest?.id ?? '';
});
const attempt = (more: object = {}, by = engineer) =>
  tryPrompt(
    by,
    TryPrompt.parse({ versionId, values: { note: 'Fever' }, baseUrl, model: 'gpt-4o-mini', ...more }),
  );

it('asks once, tells tokens, cost and model, and records that without the text', async () => {
  expect(await attempt()).toMatchObject({
    kind: 'answered',
    output: 'You said: Sort Fever',
    isOtherModel: false,
    inputTokens: 1000,
    outputTokens: 100,
    cost: '0.00021',
  });
  const changed = await attempt({ template: 'Rank {{note}} now' });
  expect(changed).toMatchObject({ output: 'You said: Rank Fever now' });
  const events = (await org.events()).filter(({ type }) => type === 'prompt.tried');
  expect(events).toHaveLength(2);
  expect(JSON.stringify(events)).not.toMatch(/Rank|Fever/);
  expect(JSON.stringify(events[1])).toContain('isChanged');
});

it('answers what went wrong, and names a variable without a value', async () => {
  expect(await attempt({ values: { note: 'refuse' } })).toMatchObject({ kind: 'failed', status: 401 });
  expect(await attempt({ values: {} })).toMatchObject({ message: 'the input has no variable "note"' });
  expect(asked).toHaveLength(1);
});

it('asks for one answer at a time', async () => {
  const first = attempt({ values: { note: 'wait' } });
  await expect.poll(() => held).not.toBeNull();
  await expect(attempt()).rejects.toMatchObject({ code: 'limit' });
  if (held) reply(held, 'done');
  expect(await first).toMatchObject({ output: 'done' });
  expect(await attempt()).toMatchObject({ kind: 'answered' });
});

it('is for those who may start runs, in their organisation, at addresses that are allowed', async () => {
  for (const role of ['viewer', 'auditor'] as const)
    await expect(attempt({}, await org.member(role))).rejects.toMatchObject({ code: 'forbidden' });
  const outsider = await world().member('ml_engineer');
  await expect(attempt({}, outsider)).rejects.toMatchObject({ code: 'not_found' });
  await expect(attempt({ baseUrl: 'http://169.254.169.254/latest' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(attempt({ api: 'responses', seed: 1 })).rejects.toThrow(/knows no seed/);
  expect(() => TryPrompt.parse({ versionId, model: 'x' })).toThrow(/baseUrl/);
  expect(asked).toHaveLength(0);
});

it('parameters of the prompt version are sent where the question says no other value, and told', async () => {
  const content = {
    template: 'Sort {{note}}',
    parameters: { max_tokens: 50, temperature: 0.3, top_p: 0.8, x: 1 },
  };
  const { latest } = await createPrompt(engineer, { name: 'with parameters', content });
  const outcome = await attempt({ versionId: latest?.id, temperature: 0.9 });
  expect(asked.at(-1)).toMatchObject({ temperature: 0.9, top_p: 0.8, max_tokens: 50 });
  expect(outcome).toMatchObject({
    parameters: [
      { name: 'max_tokens', outcome: 'sent' },
      { name: 'temperature', outcome: 'run', sent: '0.9' },
      { name: 'top_p', outcome: 'sent' },
      { name: 'x', outcome: 'unsent' },
    ],
  });
});
