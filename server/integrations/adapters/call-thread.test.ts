import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveCalls } from './call-server';
import { CallLine } from './call-thread';

const said: string[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    const { messages } = JSON.parse(body) as { messages: { content: string }[] };
    const word = messages[0]?.content ?? '';
    said.push(word);
    if (word === 'wait') return;
    if (word === 'busy') return response.writeHead(429, { 'retry-after': '3' }).end('{}');
    const choices = [{ message: { content: `${word}!` }, finish_reason: 'stop' }];
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ model: 'm', choices }));
  });
});
const { port1, port2 } = new MessageChannel();
let idle = 0;
const line = new CallLine(port1, () => (idle += 1));
let baseUrl = '';
beforeAll(async () => {
  serveCalls(port2);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  port1.close();
  server.closeAllConnections();
  server.close();
});

const target = () => ({ baseUrl, model: 'm' });
const words = (content: string) => ({
  kind: 'messages' as const,
  messages: [{ role: 'user' as const, content }],
});

it('gives each call its own answer or failure', async () => {
  const { call, close } = line.openCalls(target(), 'allow');
  const many = Array.from({ length: 40 }, (_, n) => `word ${n}`);
  const answers = await Promise.all(many.map(async (word) => (await call(words(word))).output));
  expect(answers).toEqual(many.map((word) => `${word}!`));
  await expect(call(words('busy'))).rejects.toMatchObject({ class: 'rate_limited', retryAfterMs: 3000 });
  close();
});

it('stops a call whose signal is aborted, and those that are open when the target is closed', async () => {
  const { call, close } = line.openCalls(target(), 'allow');
  const controller = new AbortController();
  const stopped = call(words('wait'), controller.signal);
  const closed = call(words('wait'));
  setTimeout(() => controller.abort(), 50);
  await expect(stopped).rejects.toMatchObject({ class: 'aborted' });
  close();
  await expect(closed).rejects.toMatchObject({ class: 'aborted' });
  expect(line.isIdle).toBe(true);
  expect(idle).toBe(2);
});

it('calls nobody once the signal is aborted', async () => {
  const { call, close } = line.openCalls(target(), 'allow');
  await expect(call(words('never'), AbortSignal.abort())).rejects.toMatchObject({ class: 'aborted' });
  expect(said).not.toContain('never');
  close();
});

it('refuses an address that is not allowed before anything is sent', () => {
  expect(() => line.openCalls(target(), 'deny')).toThrow(/127\.0\.0\.1/);
});

it('fails what waits when the thread is lost, and takes it for no failed call', async () => {
  const { call } = line.openCalls(target(), 'allow');
  const lost = call(words('wait'));
  line.break(new Error('the thread of the calls ended'));
  await expect(lost).rejects.toThrow('the thread of the calls ended');
  await expect(lost).rejects.not.toHaveProperty('class');
  await expect(call(words('later'))).rejects.toThrow('the thread of the calls ended');
});

it('makes calls from a thread', async () => {
  const root = join(import.meta.dirname, '../../..');
  const folder = mkdtempSync(join(root, 'node_modules/.countersign-worker-'));
  const outfile = join(folder, 'worker.mjs');
  const entryPoints = [join(import.meta.dirname, 'call-worker.ts')];
  const common = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ entryPoints, outfile, ...common, alias: { '@': root } });
  const worker = new Worker(outfile);
  const { call, close } = new CallLine(worker).openCalls(target(), 'allow');
  await expect(call(words('far'))).resolves.toMatchObject({ output: 'far!', model: 'm', usage: null });
  await expect(call(words('busy'))).rejects.toMatchObject({ class: 'rate_limited' });
  close();
  await worker.terminate();
  rmSync(folder, { recursive: true });
});
