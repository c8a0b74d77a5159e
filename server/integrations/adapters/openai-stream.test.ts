import fc from 'fast-check';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventReader } from './event-stream';
import { openTarget } from './openai';
import { ChatStream } from './openai-stream';

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const answered = (response: object) => event({ type: 'response.completed', response });
let reply = '';
const bodies: unknown[] = [];
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => {
    bodies.push(JSON.parse(text));
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(reply);
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const tools = [{ name: 'lookup', parameters: { type: 'object' } }];
async function ask(text: string) {
  reply = text;
  const target = { baseUrl: url, model: 'm', api: 'responses', stream: true, tools, toolChoice: 'lookup' };
  const open = openTarget({ ...target, api: 'responses' }, 'allow');
  return open.call([{ role: 'user', content: 'q' }]).finally(() => open.close());
}

describe('the responses API as a stream', () => {
  it('gives the response of its last event, and when the first token came', async () => {
    const output = [
      { type: 'message', content: [{ type: 'output_text', text: 'Let me look.' }] },
      { type: 'function_call', name: 'lookup', arguments: '{"claim":"C1"}', call_id: 'x' },
    ];
    const usage = { input_tokens: 5, output_tokens: 7 };
    const answer = await ask(
      event({ type: 'response.created', response: { error: null } }) +
        event({ type: 'response.output_text.delta', delta: 'Let' }) +
        answered({ model: 'm-1', status: 'completed', output, usage }),
    );
    expect(answer).toMatchObject({ model: 'm-1', usage: { inputTokens: 5, outputTokens: 7 } });
    expect(answer.firstTokenMs).toBeGreaterThan(0);
    expect(JSON.parse(answer.output)).toEqual({
      content: 'Let me look.',
      tool_calls: [{ type: 'function', function: { name: 'lookup', arguments: '{"claim":"C1"}' } }],
    });
    expect(bodies.at(-1)).toMatchObject({
      ...{ stream: true, store: false, tool_choice: { type: 'function', name: 'lookup' } },
      tools: [{ type: 'function', name: 'lookup', parameters: { type: 'object' } }],
    });
  });
  it.each([
    [event({ type: 'response.output_text.delta', delta: 'Le' }), { class: 'network' }],
    [event({ type: 'error', code: 'rate_limit_exceeded', message: 'slow down' }), { class: 'rate_limited' }],
    [event({ type: 'error', code: 'server_error', message: 'oops' }), { class: 'server' }],
    [event({ error: ['?'] }), { class: 'server' }],
    [event([]), { class: 'malformed' }],
    [
      event({
        type: 'response.failed',
        response: { status: 'failed', error: { message: 'no' }, output: [] },
      }),
      { class: 'server' },
    ],
  ])('%s is told by its class', async (text, facts) => {
    await expect(ask(text)).rejects.toMatchObject({ name: 'CallFailure', ...facts });
  });
});

describe('server-sent events', () => {
  const text =
    ': c\r\n\r\ndata: a\rdata: ü🙂\r\n\r\nevent: x\nid: 1\ndata:b\n\ndata: \r\n\r\ndata: never ended';
  it('are the same in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
        const events: string[] = [];
        const reader = new EventReader((data) => events.push(data));
        const bytes = Buffer.from(text);
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          reader.take(bytes.subarray(at, at + size));
          at += size;
        }
        expect(events).toEqual(['a\nü🙂', 'b', '']);
      }),
    );
  });
  it('refuse more tools than anybody calls', () => {
    const stream = new ChatStream(0);
    const calls = Array.from({ length: 129 }, (_, index) => ({
      index,
      id: `${index}`,
      function: { name: 'a' },
    }));
    const text = event({ choices: [{ delta: { tool_calls: calls } }] });
    expect(() => stream.take(Buffer.from(text))).toThrow(/more than 128 tools/);
  });
});
