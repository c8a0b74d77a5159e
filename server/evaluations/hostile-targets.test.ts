import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { getRunCase } from './queries/results';
import { getRun } from './queries/runs';

const megabyte = 1_000_000;
const json = { 'content-type': 'application/json' };
const answer = (content: string) =>
  JSON.stringify({ model: 'gpt-4o-mini', choices: [{ message: { role: 'assistant', content } }] });

const behaviours: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.writeHead(200, json).end(answer('routine '.repeat(megabyte / 8))),
  (response) => {
    const [before, after] = answer('a|b').split('|') as [string, string];
    response
      .writeHead(200, json)
      .end(Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xfe]), Buffer.from(after)]));
  },
  (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the proxy</html>'),
  (response) => {
    response.writeHead(200, { ...json, 'content-length': '500' }).write(answer('routine').slice(0, 40));
    setTimeout(() => response.destroy(), 20);
  },
  (response) => {
    response.writeHead(200, json);
    const piece = Buffer.alloc(megabyte, 'x');
    const more = () => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
  (response) => response.writeHead(200, json).end(answer('routine')),
];

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => behaviours[Number(/patient (\d+)/.exec(text)?.[1] ?? 5)]?.(response));
  response.on('error', () => undefined);
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

it(
  'gives each case an answer or an error with a class, whatever the endpoint sends',
  { timeout: 120_000 },
  async () => {
    const { org, engineer, start, stored } = await withSuite(url, { cases: behaviours.length });
    const { id: runId } = await start({ apiKeyRef: undefined });
    await org.runJobs();
    const run = await getRun(engineer, { runId });
    const rows = (await stored(runId)).toSorted((a, b) => a.ordinal - b.ordinal);
    expect(rows.map(({ output }) => output?.length ?? null)).toEqual([megabyte, 4, null, null, null, 7]);
    expect(rows[1]?.output).toBe('a\ufffd\ufffdb');
    expect(rows.map(({ failure }) => failure)).toMatchObject([
      null,
      null,
      { class: 'malformed', message: expect.stringContaining('the answer is not a chat completion') },
      { class: 'network', message: expect.stringContaining('other side closed') },
      { class: 'malformed', message: expect.stringContaining('larger than 5242880 bytes') },
      null,
    ]);
    expect(rows.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 4, 1, 1]);
    expect(run).toMatchObject({ state: 'finished', doneCount: 6, errorCount: 3 });
    expect(run.verdict).not.toBe('pass');
    expect(run.summary?.reasons).toContain('3 cases with an error: c2, c3, c4');
    const whole = await getRunCase(engineer, { runId, ordinal: 0, repeat: 0 });
    expect(whole.output).toHaveLength(megabyte);
  },
);
