import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCaseTarget } from './case-target';
import { openJsonTarget } from './json-target';

const asked: { path: string; body: unknown; key: string | undefined }[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const part of request) text += String(part);
  const path = request.url ?? '';
  asked.push({ path, body: JSON.parse(text), key: request.headers.authorization });
  const json = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/html') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  else if (path === '/untyped-html') response.writeHead(200).end('<h1>Welcome</h1>');
  else if (path === '/nan') response.writeHead(200).end('{"predictions":[NaN]}');
  else if (path === '/flood') response.writeHead(200).end(Buffer.alloc(6 * 1024 * 1024, ' '));
  else if (path === '/drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  } else if (path === '/422') json(422, { detail: [{ msg: 'field required' }] });
  else if (path === '/429') response.writeHead(429, { 'retry-after': '2' }).end('{"error":"slow down"}');
  else if (path === '/503') json(503, { error: `no Bearer sk-json` });
  else if (path === '/v1/responses') json(200, responsesReply);
  else json(200, { model_name: 'triage', outputs: [{ data: ['urgent', 0.25] }], empty: null });
}
const responsesReply = {
  model: 'gpt-4o-mini-2024-07-18',
  status: 'completed',
  output: [
    { type: 'reasoning', summary: [] },
    { type: 'message', content: [{ type: 'output_text', text: 'urgent', annotations: [] }] },
  ],
  usage: { input_tokens: 9, output_tokens: 3, output_tokens_details: { reasoning_tokens: 2 } },
};

const server = createServer((request, response) => void answer(request, response));
let base = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(path: string, more: object = {}) {
  const target = {
    api: 'json',
    model: 'triage',
    body: { q: '{{input}}' },
    output: '$.outputs[0].data[0]',
  } as const;
  const open = openCaseTarget({ ...target, baseUrl: `${base}${path}`, apiKey: 'sk-json', ...more }, 'allow');
  return open.ask({ input: 'fever' }, null).finally(() => open.close());
}

describe('a json target', () => {
  it('posts the body and takes the answer, the key and the model from where they stand', async () => {
    const answered = await ask('/infer', { reportedModel: '$.model_name' });
    expect(answered).toMatchObject({ output: 'urgent', model: 'triage', usage: null });
    expect(asked.at(-1)).toMatchObject({ body: { q: 'fever' }, key: 'Bearer sk-json' });
    expect(await ask('/infer', { output: '$.outputs[0].data[1]' })).toMatchObject({ output: '0.25' });
    expect(await ask('/infer', { output: '$.outputs[0]' })).toMatchObject({
      output: '{"data":["urgent",0.25]}',
    });
  });
  it.each([
    ['/html', { class: 'malformed', message: expect.stringMatching(/text\/html, not JSON/) }],
    ['/untyped-html', { class: 'malformed' }],
    ['/nan', { class: 'malformed' }],
    ['/flood', { class: 'malformed', message: expect.stringMatching(/larger than/) }],
    ['/422', { class: 'bad_request', status: 422, message: expect.stringMatching(/field required/) }],
    ['/429', { class: 'rate_limited', retryAfterMs: 2000, message: expect.stringMatching(/slow down/) }],
    ['/503', { class: 'server', message: expect.stringMatching(/no Bearer \[key\]/) }],
  ])('%s is told by its class', async (path, facts) => {
    await expect(ask(path)).rejects.toMatchObject({ name: 'CallFailure', ...facts });
  });
  it('does not find what is not there, and does not send what a case lacks', async () => {
    const nothing = { class: 'malformed', message: expect.stringMatching(/has nothing at/) };
    await expect(ask('/infer', { output: '$.predictions[0]' })).rejects.toMatchObject(nothing);
    await expect(ask('/infer', { output: '$.empty' })).rejects.toMatchObject(nothing);
    const lacking = { class: 'bad_request', message: expect.stringMatching(/no context/) };
    await expect(ask('/infer', { body: { q: '{{context}}' } })).rejects.toMatchObject(lacking);
  });
  it('is bounded in time when it never ends', async () => {
    const open = openJsonTarget({ baseUrl: `${base}/drip`, output: '$', timeoutMs: 200 }, 'allow');
    await expect(open.call({})).rejects.toMatchObject({ class: 'timeout' });
    open.close();
  });
  it('cannot be reached under a private or metadata address', () => {
    const target = { baseUrl: `${base}/infer`, output: '$' };
    expect(() => openJsonTarget(target, 'deny')).toThrow('is private');
    const metadata = { baseUrl: 'http://169.254.169.254/latest', output: '$' };
    expect(() => openJsonTarget(metadata, 'allow')).toThrow('never allowed');
  });
});

it('speaks the responses API', async () => {
  const target = { api: 'responses', baseUrl: `${base}/v1`, model: 'gpt-4o-mini', maxTokens: 20 } as const;
  const open = openCaseTarget({ ...target, apiKey: 'sk-json' }, 'allow');
  const answered = await open.ask({ input: 'fever' }, null).finally(() => open.close());
  expect(answered).toMatchObject({
    output: 'urgent',
    model: 'gpt-4o-mini-2024-07-18',
    usage: { inputTokens: 9, outputTokens: 3, reasoningTokens: 2, cachedTokens: 0 },
    finishReason: 'completed',
  });
  expect(asked.at(-1)?.body).toEqual({
    model: 'gpt-4o-mini',
    store: false,
    max_output_tokens: 20,
    input: [{ role: 'user', content: 'fever' }],
  });
});
