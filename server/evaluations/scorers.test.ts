import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { getRun } from './queries/runs';

const model = await startOpenAiServer();
let replies: () => { status?: number; text: string } = () => ({ text: '{"score": 1}' });
const asked: { body: Record<string, unknown>; key: string | undefined }[] = [];
const scorer = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => {
    asked.push({ body: JSON.parse(text) as Record<string, unknown>, key: request.headers.authorization });
    const { status = 200, text: reply } = replies();
    response.writeHead(status, { 'content-type': 'application/json' }).end(reply);
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => scorer.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(scorer.address() as AddressInfo).port}/score`;
  vi.stubEnv('COUNTERSIGN_TARGET_KEY_SCORER', '127.0.0.1 sk-scorer');
  vi.stubEnv('COUNTERSIGN_TARGET_KEY_ELSEWHERE', 'api.openai.com sk-other');
});
afterAll(async () => {
  await model.close();
  scorer.closeAllConnections();
  scorer.close();
});

async function runWith(params: string) {
  const evaluators = `  - { id: custom.http, as: ours, params: { url: "${url}", ${params} } }
  - { id: composite.weighted, as: both, params: { parts: [{ measure: level, weight: 3 }, { measure: ours }] } }`;
  const made = await withSuite(model.url, { cases: 8, evaluators });
  const { id: runId } = await made.start({ apiKeyRef: undefined });
  await made.org.runJobs();
  return { ...made, run: await getRun(made.engineer, { runId }), results: await made.stored(runId) };
}

describe("a team's own scorer", () => {
  it('is sent the case with its key and gives a score, whose reply is kept by its digest', async () => {
    replies = () => ({ text: '{"score": 0.5, "reason": "half right", "other": 1}' });
    const { run, results } = await runWith('keyRef: COUNTERSIGN_TARGET_KEY_SCORER');
    expect(run).toMatchObject({ state: 'finished', errorCount: 0 });
    const values = Object.fromEntries(run.summary?.measures.map(({ name, value }) => [name, value]) ?? []);
    expect(values).toMatchObject({ level: 1, ours: 0.5, both: 0.875 });
    expect(results[0]?.measures['ours']).toMatchObject({
      state: 'scored',
      detail: expect.stringMatching(/^half right; reply sha256:[0-9a-f]{64}$/),
    });
    expect(asked[0]?.key).toBe('Bearer sk-scorer');
    expect(asked[0]?.body).toMatchObject({ version: 1, id: expect.any(String), output: expect.any(String) });
  });
  it.each([
    ['{"score": 2}', /is not \{"score": 0 to 1\}/],
    ['"fine"', /is not \{"score": 0 to 1\}/],
    ['<html>', /not valid JSON/],
  ])('fails closed on %s', async (text, reason) => {
    replies = () => ({ text });
    const { run, results } = await runWith('min: 0.5');
    expect(run.errorCount).toBe(8);
    expect(run.verdict).toBe('not_enough_evidence');
    const outcome = results[0]?.measures['ours'];
    expect(outcome).toMatchObject({ state: 'errored', reason: expect.stringMatching(reason) });
    expect(results[0]?.measures['both']).toMatchObject({ state: 'errored' });
  });
  it('is also how vectors of an embeddings endpoint are asked for', async () => {
    replies = () => ({ text: '{"data":[{"index":0,"embedding":[3,4]},{"index":1,"embedding":[4,3]}]}' });
    const evaluators = `  - { id: text.embedding-similarity, as: near, params: { url: "${url}", model: embedder,
      value: urgent, keyRef: COUNTERSIGN_TARGET_KEY_SCORER, pass: 0.9 } }`;
    const { org, start, engineer } = await withSuite(model.url, { cases: 8, evaluators });
    const { id: runId } = await start({ apiKeyRef: undefined });
    await org.runJobs();
    const { summary } = await getRun(engineer, { runId });
    expect(summary?.measures.find(({ name }) => name === 'near')?.value).toBeCloseTo(0.96, 12);
    expect(asked.at(-1)).toEqual({
      body: { model: 'embedder', input: [expect.any(String), 'urgent'] },
      key: 'Bearer sk-scorer',
    });
  });
  it('is asked again when it was overloaded', async () => {
    let calls = 0;
    replies = () => ((calls += 1) <= 2 ? { status: 503, text: '{}' } : { text: '{"score":1,"pass":true}' });
    const { run } = await runWith('min: 0.5');
    expect(run).toMatchObject({ errorCount: 0, state: 'finished' });
  });
  it('gets no key of another host, and no address that is not allowed', async () => {
    const key = runWith('keyRef: COUNTERSIGN_TARGET_KEY_ELSEWHERE');
    await expect(key).rejects.toMatchObject({
      message: expect.stringMatching(/is a key for api.openai.com/),
    });
    const evaluators = '  - { id: custom.http, params: { url: "http://169.254.169.254/latest" } }';
    const { start } = await withSuite(model.url, { evaluators });
    await expect(start({ apiKeyRef: undefined })).rejects.toMatchObject({ code: 'invalid' });
  });
});
