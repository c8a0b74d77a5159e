import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { addSuiteVersion } from './commands/suites';
import { estimateRun } from './queries/estimate';
import { getRunCase } from './queries/results';
import { getRun } from './queries/runs';
import { getSuiteVersion } from './queries/suites';

const stream = { 'content-type': 'text/event-stream; charset=utf-8' };
const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (one: object, finish_reason: string | null = null) =>
  event({ model: 'gpt-4o-mini', choices: [{ index: 0, delta: one, finish_reason }] });
const usage = event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } });
const done = 'data: [DONE]\n\n';
const call = (index: number, id: string | undefined, name: string | undefined, text: string) =>
  delta({ tool_calls: [{ index, ...(id && { id }), function: { ...(name && { name }), arguments: text } }] });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function inPieces(response: ServerResponse, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await pause(1);
  }
}

const forEver = (response: ServerResponse, piece: string) => {
  const more = () => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

const behaviours: readonly ((response: ServerResponse) => unknown)[] = [
  // an answer cut in the middle of letters, with comments, CRLF and an event of two lines
  async (response) => {
    const text = `: hello\r\n\r\n${delta({ role: 'assistant', content: 'Grü' })}data: {"choices":[{"delta":\ndata: {"content":"ße 🙂"}}]}\n\n${delta({}, 'stop')}${usage}${done}`;
    response.writeHead(200, stream);
    await pause(30);
    await inPieces(response, Buffer.from(text), 7);
    response.end();
  },
  // calls of two tools, their arguments in pieces
  (response) =>
    response
      .writeHead(200, stream)
      .end(
        [
          call(0, 'a', 'lookup', '{"claim":'),
          call(1, 'b', 'refund', ''),
          call(0, undefined, undefined, '"C1"}'),
          call(1, undefined, undefined, '{}'),
          delta({}, 'tool_calls'),
          usage,
          done,
        ].join(''),
      ),
  // two calls that both say index 0
  (response) =>
    response
      .writeHead(200, stream)
      .end([call(0, 'a', 'lookup', '{}'), call(0, 'b', 'refund', '{}'), delta({}, 'stop'), done].join('')),
  // half a stream, ended as if it were whole
  (response) => response.writeHead(200, stream).end(delta({ content: 'rout' })),
  // half a stream, cut
  (response) => {
    response.writeHead(200, stream).write(delta({ content: 'rout' }));
    setTimeout(() => response.destroy(), 20);
  },
  (response) =>
    response.writeHead(200, stream).end(`${delta({ content: 'a' })}data: {"choices": [{"delta\n\n`),
  (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Proxy</html>'),
  // text without end, and one event without end
  (response) => forEver(response.writeHead(200, stream), delta({ content: 'x'.repeat(10_000) })),
  (response) => {
    response.writeHead(200, stream).write('data: ');
    forEver(response, 'x'.repeat(10_000));
  },
  // an error in the middle
  (response) =>
    response
      .writeHead(200, stream)
      .end(`${delta({ content: 'a' })}${event({ error: { message: 'flagged', code: 'content_filter' } })}`),
  (response) =>
    response
      .writeHead(200, stream)
      .end(event({ error: { message: 'the context is too long', code: 400, type: 'BadRequestError' } })),
  // a server that knows no streams
  (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ model: 'gpt-4o-mini', choices: [{ message: { content: 'routine' } }] })),
];

const bodies: Record<string, unknown>[] = [];
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => {
    bodies.push(JSON.parse(text) as Record<string, unknown>);
    void behaviours[Number(/patient (\d+)/.exec(text)?.[1] ?? 0)]?.(response);
  });
  response.on('error', () => undefined);
});
const model = await startOpenAiServer();
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(async () => {
  await model.close();
  server.closeAllConnections();
  server.close();
});

const tools = `    tools:
      - name: lookup
        description: Finds a claim.
        parameters: { type: object, properties: { claim: { type: string } } }
      - { type: function, function: { name: refund } }
    toolChoice: auto`;

async function withTarget(baseUrl: string, cases: number, target: string, evaluators = '') {
  const made = await withSuite(baseUrl, { cases, evaluators });
  const { yaml } = await getSuiteVersion(made.engineer, { versionId: made.suiteVersionId });
  const text = yaml.replace(/^( {2}maxTokens: .*)$/m, `$1\n${target}`);
  const version = await addSuiteVersion(made.engineer, { suiteId: made.suite.id, text });
  return { ...made, version };
}

describe('a target that streams', () => {
  it('gives each case an answer or an error with its class', { timeout: 120_000 }, async () => {
    const evaluators = '  - { id: tool.used, as: looked-up, params: { values: [lookup] } }';
    const target = `  stream: true\n${tools.replaceAll(/^ {2}/gm, '')}`;
    const made = await withTarget(url, behaviours.length, target, evaluators);
    const { id: runId } = await made.start({ suiteVersionId: made.version.id, apiKeyRef: undefined });
    await made.org.runJobs();
    const rows = (await made.stored(runId)).toSorted((a, b) => a.ordinal - b.ordinal);
    const said = (calls: object[]) =>
      JSON.stringify({ tool_calls: calls.map((one) => ({ type: 'function', function: one })) });
    expect(rows.slice(0, 3).map(({ output }) => output)).toEqual([
      'Grüße 🙂',
      said([
        { name: 'lookup', arguments: '{"claim":"C1"}' },
        { name: 'refund', arguments: '{}' },
      ]),
      said([
        { name: 'lookup', arguments: '{}' },
        { name: 'refund', arguments: '{}' },
      ]),
    ]);
    expect(rows.slice(3).map(({ failure }) => failure)).toMatchObject([
      { class: 'network', message: expect.stringContaining('the stream ended before the answer did') },
      { class: 'network', message: expect.stringContaining('other side closed') },
      { class: 'malformed', message: expect.stringContaining('an event of the stream is not JSON') },
      { class: 'malformed', message: expect.stringContaining('not a chat completion') },
      { class: 'malformed', message: expect.stringContaining('larger than 5242880 characters') },
      { class: 'malformed', message: expect.stringContaining('longer than 5242880 characters') },
      null,
      { class: 'bad_request', message: expect.stringContaining('context is too long') },
      null,
    ]);
    expect(rows[0]?.firstTokenMs).toBeGreaterThan(20);
    expect(rows[0]?.firstTokenMs).toBeLessThan(rows[0]?.latencyMs ?? 0);
    expect(rows[0]).toMatchObject({ model: 'gpt-4o-mini', usage: { inputTokens: 9, outputTokens: 4 } });
    expect(rows[0]?.cost).toMatch(/^0\.0+\d+$/);
    expect(rows[11]).toMatchObject({ output: 'routine', firstTokenMs: null });
    expect(rows[1]?.measures['looked-up']).toMatchObject({ value: 1, pass: true });
    expect(rows[0]?.measures['looked-up']).toMatchObject({ value: 0, pass: false });
    expect(bodies[0]).toMatchObject({
      ...{ stream: true, stream_options: { include_usage: true }, tool_choice: 'auto' },
      tools: [{ type: 'function', function: { name: 'lookup' } }, { function: { name: 'refund' } }],
    });
    const shown = await getRunCase(made.engineer, { runId, ordinal: 0, repeat: 0 });
    expect(shown.firstTokenMs).toBe(rows[0]?.firstTokenMs);
  });

  it('is measured, can be chosen for one run, and costs what its tools take', async () => {
    const made = await withSuite(model.url, { cases: 40, evaluators: '  - { id: ops.first-token }' });
    const { id: runId } = await made.start({ apiKeyRef: undefined, target: { stream: true } });
    await made.org.runJobs();
    const run = await getRun(made.engineer, { runId });
    expect(run).toMatchObject({ state: 'finished', verdict: 'pass', errorCount: 0 });
    expect(run.target).toMatchObject({ stream: true });
    expect(run.summary?.measures.find(({ name }) => name === 'ops.first-token')?.n).toBe(40);
    expect(model.requests.every((one) => one.stream)).toBe(true);
    const withTools = await withTarget(model.url, 40, tools.replaceAll(/^ {2}/gm, ''));
    const [plain, more] = await Promise.all([
      estimateRun(made.engineer, { suiteVersionId: made.suiteVersionId }),
      estimateRun(withTools.engineer, { suiteVersionId: withTools.version.id }),
    ]);
    expect(more.inputTokens).toBeGreaterThan(plain.inputTokens + 40 * 20);
  });
});

describe('the tools of a target', () => {
  it('are kept in one form, whichever they came in', async () => {
    const { engineer, suite, version } = await withTarget(url, 4, tools.replaceAll(/^ {2}/gm, ''));
    expect(version.body.target?.tools).toEqual([
      {
        ...{ name: 'lookup', description: 'Finds a claim.' },
        parameters: { type: 'object', properties: { claim: { type: 'string' } } },
      },
      { name: 'refund' },
    ]);
    expect((await addSuiteVersion(engineer, { suiteId: suite.id, text: version.yaml })).unchanged).toBe(true);
  });

  it.each([
    ['tools: [{ name: "a b" }]', /letters, digits/],
    ['tools: [{ name: a }, { name: a }]', /two tools are called a/],
    ['toolChoice: auto', /toolChoice needs tools/],
    ['tools: [{ name: a }]\n  toolChoice: b', /no tool is called b/],
    ['tools: [{ name: a, parameters: { type: array } }]', /type object/],
    ['tools: [{ name: a, parameters: { type: object, required: 3 } }]', /JSON Schema/],
  ])('refuse %s', async (target, message) => {
    await expect(withTarget(url, 4, `  ${target}`)).rejects.toMatchObject({ code: 'invalid', message });
  });
});
