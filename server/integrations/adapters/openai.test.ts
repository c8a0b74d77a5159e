import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOpenAiServer, type OpenAiServer } from '@/e2e/fixtures/openai-server';
import { openTarget } from './openai';
import { retryAfterMsOf } from './call-failure';
import type { ModelTarget } from '../schema';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer({ apiKey: 'sk-secret' });
});
afterAll(() => server.close());

const user = (content: string) => [{ role: 'user', content }] as const;
async function ask(extra: Partial<ModelTarget> = {}, signal?: AbortSignal) {
  const target = openTarget(
    { baseUrl: server.url, model: 'triage-1', apiKey: 'sk-secret', timeoutMs: 1_000, ...extra },
    'allow',
  );
  return target.call(user('a rash'), signal).finally(() => target.close());
}

describe('a call to a model', () => {
  it('gives output, usage and what the provider says of itself', async () => {
    const answer = await ask({ temperature: 0, seed: 7, maxTokens: 5 });
    expect(answer).toMatchObject({
      output: 'routine',
      model: 'triage-1',
      usage: { inputTokens: 2, outputTokens: 2, cachedTokens: 0, reasoningTokens: 0 },
      finishReason: 'stop',
      fingerprint: 'fp_deterministic_1',
    });
    expect(answer.latencyMs).toBeGreaterThan(0);
  });

  it.each([
    ['429', { class: 'rate_limited', status: 429, retryAfterMs: 1_000 }],
    ['500', { class: 'server', status: 500, retryAfterMs: null }],
    ['503', { class: 'server', status: 503 }],
    ['401', { class: 'auth', status: 401 }],
    ['402', { class: 'billing', status: 402 }],
    ['404', { class: 'not_found', status: 404 }],
    ['malformed', { class: 'malformed' }],
    ['html', { class: 'malformed' }],
    ['drop', { class: 'network', status: null }],
    ['slow', { class: 'timeout', status: null }],
    ['endless', { class: 'timeout', status: null }],
  ])('%s is told by its class', async (fault, facts) => {
    const asked = ask({ model: `triage-1!${fault}` });
    await expect(asked).rejects.toMatchObject({ name: 'CallFailure', ...facts });
    await expect(asked).rejects.toThrow(/^127\.0\.0\.1:\d+: /);
  });

  it('takes a filtered answer and another model for what they are: answers', async () => {
    expect(await ask({ model: 'triage-1!content-filter' })).toMatchObject({ finishReason: 'content_filter' });
    expect(await ask({ model: 'triage-1!other-model' })).toMatchObject({ model: 'another-model-2' });
  });

  it('asks exactly once', async () => {
    server.reset();
    await expect(ask({ model: 'triage-1!503' })).rejects.toThrow('overloaded');
    expect(server.requests).toHaveLength(1);
  });

  it('stops within a moment', async () => {
    const controller = new AbortController();
    const began = performance.now();
    setTimeout(() => controller.abort(), 50);
    await expect(ask({ model: 'triage-1!endless' }, controller.signal)).rejects.toMatchObject({
      class: 'aborted',
    });
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('closed ports and unknown names are network failures', async () => {
    await expect(ask({ baseUrl: 'http://127.0.0.1:1/v1' })).rejects.toMatchObject({ class: 'network' });
    await expect(ask({ baseUrl: 'http://nowhere.invalid/v1' })).rejects.toMatchObject({ class: 'network' });
  });
});

describe('a hostile server', () => {
  it('cannot redirect, flood, or bring the key into a message', async () => {
    const hostile = createServer((request, response) => {
      const key = String(request.headers.authorization);
      if (request.url?.startsWith('/redirect')) {
        response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      } else if (request.url?.startsWith('/flood')) {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(Buffer.alloc(6 * 1024 * 1024, ' '));
      } else
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: { message: `no ${key}` } }));
    });
    await new Promise<void>((listening) => hostile.listen(0, '127.0.0.1', listening));
    const base = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
    await expect(ask({ baseUrl: `${base}/redirect` })).rejects.toMatchObject({
      class: 'not_found',
      status: 302,
    });
    await expect(ask({ baseUrl: `${base}/flood` })).rejects.toMatchObject({ class: 'malformed' });
    const echoed = await ask({ baseUrl: base }).catch((error: unknown) => String(error));
    expect(echoed).toContain('no Bearer [key]');
    expect(echoed).not.toContain('sk-secret');
    hostile.close();
  });

  it('cannot be reached under a private address where that is denied', async () => {
    const named = { baseUrl: server.url.replace('127.0.0.1', 'localhost'), model: 'triage-1' };
    const target = openTarget(named, 'deny');
    await expect(target.call(user('hello'))).rejects.toMatchObject({ class: 'not_found' });
    target.close();
    expect(() => openTarget({ baseUrl: server.url, model: 'triage-1' }, 'deny')).toThrow('is private');
  });
});

it('reads Retry-After as seconds, as a date and in milliseconds', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const of = (init: Record<string, string>) => retryAfterMsOf(new Headers(init), now);
  expect(of({ 'retry-after': '2' })).toBe(2_000);
  expect(of({ 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' })).toBe(3_000);
  expect(of({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' })).toBe(0);
  expect(of({ 'retry-after': '2', 'retry-after-ms': '150' })).toBe(150);
  expect(of({ 'retry-after': 'soon' })).toBeNull();
  expect(of({})).toBeNull();
});
