import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { foundOrganisation } from '@/e2e/fixtures/organisation';
import { askGate, sign, submitRelease } from '@/e2e/fixtures/release';
import { startServer } from '@/e2e/fixtures/server';
import { benchDatabase, noServer } from './database';
import { compare, perSecond, skipped } from './harness';

const concurrency = 16;
const seconds = 4;
const fresh = 200;

interface Ask {
  readonly url: string;
  readonly method: 'POST' | 'PATCH';
  readonly token: string;
  readonly hasKey: boolean;
  body(n: number): string;
}

function one(agent: http.Agent, { url, method, token, hasKey, body }: Ask, n: number): Promise<void> {
  const text = body(n);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...(hasKey ? { 'idempotency-key': randomUUID() } : {}),
  };
  return new Promise((done, failed) => {
    const request = http.request(url, { method, agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? done() : failed(new Error(`${method} answered ${response.statusCode}`)),
      );
    });
    request.on('error', failed);
    request.end(text);
  });
}

/** Requests per second over kept-alive connections. */
async function rate(count: number, ask: Ask, clients = concurrency): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  let next = 0;
  const client = async () => {
    while (next < count) await one(agent, ask, (next += 1));
  };
  const value = await perSecond(count, () => Promise.all(Array.from({ length: clients }, client)));
  agent.destroy();
  return value;
}

/** The limit, in a process of its own as ours is: this very program started again with the answer as JSON. */
async function bareServer(answer: object) {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'bare', JSON.stringify(answer)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  return { url: String(url), close: () => void child.kill() };
}

async function serveBare(body: string): Promise<void> {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** Answers per second that wrk, whose own work is small, gets with one request over and over. */
function wrk(folder: string, { url, token, body }: Ask): number {
  const script = join(folder, 'ask.lua');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  // Each request has a key of its own: a key used twice would be a replay from the database.
  const request = [
    'local n = 0',
    'request = function()',
    '  n = n + 1',
    `  wrk.headers["idempotency-key"] = "${randomUUID()}-" .. n`,
    '  return wrk.format()',
    'end',
  ];
  const text = ['wrk.method = "POST"', `wrk.body = ${JSON.stringify(body(0))}`, ...lines, ...request];
  writeFileSync(script, text.join('\n'));
  const flags = ['-t1', `-c${concurrency}`, `-d${seconds}s`, '--latency', '-s', script, url];
  const out = execFileSync('wrk', flags, { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(out)) throw new Error(out);
  console.log(`    ${/99%\s+\S+/.exec(out)?.[0] ?? ''} at full load`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1]);
}

let asked = 0;

async function measure(url: string, folder: string): Promise<void> {
  const { author, officer } = await foundOrganisation(url, {
    author: ['ml_engineer'],
    officer: ['compliance_officer'],
  });
  const release = await submitRelease(author.rest);
  await sign(officer.rest, release);
  const { body: answer } = await askGate(author.rest, release.digest);
  if (answer.decision !== 'allow') throw new Error(`the gate said ${JSON.stringify(answer.reasons)}`);
  const question = JSON.stringify({ environment: 'production', subject: { release_digest: release.digest } });
  const token = author.rest.secret;
  const gate = { url: `${url}/api/v1/gate/decisions`, method: 'POST', token, body: () => question } as const;
  // Other white space is another question to the memory of answers, so each of these is decided anew.
  const unlike = () => question.replace(':', `:${' '.repeat((asked += 1))}`);
  const bare = await bareServer(answer);
  await rate(500, { ...gate, hasKey: true });
  await compare({
    id: 'P16',
    what: 'the same allow asked again within five seconds, over HTTP',
    unit: 'answers/s',
    peer: 'a bare node:http server with the same JSON',
    target: 0.4,
    mustHold: 0.3,
    ours: async () => wrk(folder, { ...gate, hasKey: true }),
    theirs: async () => wrk(folder, { ...gate, hasKey: true, url: bare.url }),
  });
  bare.close();
  const edit = {
    url: `${url}/api/v1/systems/${release.systemId}`,
    method: 'PATCH',
    token,
    hasKey: false,
    body: (n: number) => JSON.stringify({ purpose: `Purpose ${n} ${randomUUID()}` }),
  } as const;
  await compare({
    id: 'P16b',
    what: 'fresh decisions over HTTP, one client',
    unit: 'decisions/s',
    peer: 'audited changes over HTTP, one client',
    target: 0.5,
    ours: () => rate(fresh, { ...gate, hasKey: true, body: unlike }, 1),
    theirs: () => rate(fresh, edit, 1),
  });
}

async function run(): Promise<void> {
  if (spawnSync('wrk', ['-v']).error !== undefined) return skipped('P16', 'wrk is missing');
  const database = await benchDatabase('p16');
  if (!database) return skipped('P16', noServer);
  const folder = mkdtempSync(join(tmpdir(), 'countersign-p16-'));
  const server = await startServer(database.url);
  await measure(server.url, folder).finally(async () => {
    await server.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  });
}

await (process.argv[2] === 'bare' ? serveBare(process.argv[3] ?? '') : run());
