import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { foundOrganisation } from '@/e2e/fixtures/organisation';
import { askGate, sign, submitRelease } from '@/e2e/fixtures/release';
import { startServer } from '@/e2e/fixtures/server';
import { benchDatabase, noServer } from './database';
import { compare, perSecond, skipped } from './harness';

const concurrency = 16;
const repeated = 6_000;
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

async function bareServer(answer: object) {
  const body = JSON.stringify(answer);
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

async function measure(url: string): Promise<void> {
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
  const bare = await bareServer(answer);
  await rate(500, { ...gate, hasKey: true });
  await compare({
    id: 'P16',
    what: 'the same allow asked again within five seconds, over HTTP',
    unit: 'answers/s',
    peer: 'a bare node:http server (in the asking process) with the same JSON',
    target: 0.4,
    mustHold: 0.3,
    ours: () => rate(repeated, { ...gate, hasKey: true }),
    theirs: () => rate(repeated, { ...gate, hasKey: true, url: bare.url }),
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
    ours: () => rate(fresh, { ...gate, hasKey: false }, 1),
    theirs: () => rate(fresh, edit, 1),
  });
}

const database = await benchDatabase('p16');
if (!database) skipped('P16', noServer);
else {
  const server = await startServer(database.url);
  await measure(server.url).finally(async () => {
    await server.stop();
    await database.drop();
  });
}
