import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { costsTogether } from '@/evaluators/judging';
import { sumDecimals } from '@/evaluators/stats/decimal';
import { recordResults } from './commands/record-results';
import { estimateRun } from './queries/estimate';
import { getRunCase } from './queries/results';
import { getRun } from './queries/runs';

const isJudge = (text: string) => text.startsWith('You judge') || text.startsWith('The verdict below');
const model = await startOpenAiServer({
  answer: (messages) =>
    isJudge(messages[0]?.content ?? '') ? '{"reason": "plain", "verdict": "pass"}' : undefined,
});
let reply = '{"score": 1, "costUsd": 0.00025}';
const scorer = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(reply);
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => scorer.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(scorer.address() as AddressInfo).port}/score`;
});
afterEach(() => model.reset());
afterAll(async () => {
  await model.close();
  scorer.closeAllConnections();
  scorer.close();
});

const judge = (name = 'gpt-4o', limits = ', maxTokens: 60') =>
  `  - { id: judge.rubric, as: plain, params: { rubric: Plain words., judge: { baseUrl: "${model.url}", model: ${name}${limits} } } }`;
const settings = { apiKeyRef: undefined };

async function finished(evaluators: string, cases = 12, over: object = {}) {
  const made = await withSuite(model.url, { cases, evaluators });
  const { id: runId } = await made.start({ ...settings, ...over });
  await made.org.runJobs();
  const results = (await made.stored(runId)).toSorted((a, b) => a.ordinal - b.ordinal);
  return { ...made, runId, run: await getRun(made.engineer, { runId }), results };
}
const sum = (costs: readonly (string | null)[]) => costsTogether(costs);

describe('what judges and scorers cost', () => {
  it('is counted beside the answers, exactly, once per stored result', async () => {
    const { engineer, org, runId, run, results } = await finished(judge());
    expect(run).toMatchObject({ state: 'finished', judgeCalls: 12, unpricedJudgeCalls: 0 });
    expect(run.judgeCost).toBe(sum(results.map(({ judgeCost }) => judgeCost)));
    expect(run.cost).toBe(sum(results.map(({ cost }) => cost)));
    expect(run.totalCost).toBe(sumDecimals([run.cost ?? '', run.judgeCost ?? '']));
    expect(run.summary?.cost).toBe(run.cost);
    expect(run.summary?.judges).toEqual({
      ...{ cost: run.judgeCost, calls: 12, unpriced: 0 },
      models: [{ measure: 'plain', asked: 'gpt-4o', name: 'gpt-4o', isOther: false, results: 12 }],
    });
    const { judging } = await getRunCase(engineer, { runId, ordinal: 0, repeat: 0 });
    expect(judging?.['plain']).toMatchObject({ calls: 1, asked: 'gpt-4o', models: ['gpt-4o'] });
    expect(judging?.['plain']?.inputTokens).toBeGreaterThan(20);
    const again = results.map(({ orgId: _, runId: __, finishedAt: ___, ...row }) => row);
    await recordResults(org.job(), { runId, results: again as never, askedTo: 0 });
    expect(await getRun(engineer, { runId })).toMatchObject({ judgeCost: run.judgeCost, judgeCalls: 12 });
  });

  it('is in the budget: set aside before each case, which ends the run before more is spent', async () => {
    const whole = await finished(judge(), 40);
    const budget = (Number(whole.run.totalCost) / 2).toFixed(9);
    model.reset();
    const { run, results } = await finished(judge(), 40, { budget });
    expect(run).toMatchObject({ state: 'stopped', stateReason: 'budget_exhausted', verdict: null });
    expect(Number(run.totalCost)).toBeLessThanOrEqual(Number(budget));
    expect(run.doneCount).toBeGreaterThan(5);
    expect(run.errorCount).toBe(0);
    expect(model.requests).toHaveLength(2 * results.length);
  });

  it('keeps an answer without its verdict when the judge needs more than was set aside', async () => {
    const long = await startOpenAiServer({
      answer: (messages) => (isJudge(messages[0]?.content ?? '') ? '{}' : 'word '.repeat(20_000)),
    });
    const { org, engineer, start, stored } = await withSuite(long.url, {
      ...{ cases: 4, suite: 'seed: 2' },
      evaluators: judge().replace(model.url, long.url),
    });
    const { id: runId } = await start({ ...settings, budget: '0.02' });
    await org.runJobs();
    await long.close();
    const run = await getRun(engineer, { runId });
    expect(run).toMatchObject({ state: 'stopped', stateReason: 'budget_exhausted', judgeCost: null });
    const [first] = await stored(runId);
    expect(first).toMatchObject({ state: 'errored', cost: expect.any(String), judging: null });
    expect(first?.measures['plain']).toMatchObject({ reason: expect.stringMatching(/budget of the run/) });
  });

  it('is an estimate with a judge of which nobody knows the most, one case alone at first', async () => {
    const whole = await finished(judge('gpt-4o', ''), 40);
    const budget = (Number(whole.run.totalCost) / 2).toFixed(9);
    const { run } = await finished(judge('gpt-4o', ''), 40, { budget });
    expect(run).toMatchObject({ state: 'stopped', stateReason: 'budget_exhausted' });
    expect(Number(run.totalCost)).toBeLessThanOrEqual(Number(budget));
    expect(run.doneCount).toBeGreaterThan(5);
  });

  it('is unknown, never 0, without a price; then only the calls are counted', async () => {
    const { run } = await finished(judge('house-judge'), 8, { budget: '1' });
    expect(run).toMatchObject({ state: 'finished', judgeCalls: 8, unpricedJudgeCalls: 8, judgeCost: null });
    expect(run.totalCost).toBe(run.cost);
  });

  it('is what a scorer says of itself', async () => {
    const evaluators = `  - { id: custom.http, as: ours, params: { url: "${url}" } }`;
    reply = '{"score": 1, "costUsd": 0.00025}';
    const { run } = await finished(evaluators, 8, { budget: '1' });
    expect(run).toMatchObject({ judgeCost: '0.002', judgeCalls: 8, unpricedJudgeCalls: 0 });
    reply = '{"score": 1, "costUsd": -5}';
    expect((await finished(evaluators, 8)).run).toMatchObject({ judgeCost: null, unpricedJudgeCalls: 8 });
  });

  it('is the price of the tokens that an embeddings endpoint counts', async () => {
    const evaluators = `  - { id: text.embedding-similarity, as: near, params: { url: "${url}",
      model: gpt-4o-mini, value: urgent } }`;
    const data = [{ embedding: [1, 0] }, { embedding: [1, 0] }];
    reply = JSON.stringify({ data, model: 'gpt-4o-mini', usage: { prompt_tokens: 500 } });
    const { run, results } = await finished(evaluators, 8);
    expect(run).toMatchObject({ judgeCost: '0.0006', judgeCalls: 8 });
    expect(results[0]?.judging).toMatchObject({
      near: { inputTokens: 500, asked: 'gpt-4o-mini' },
    });
  });

  it('is in what a run is expected to cost', async () => {
    const { engineer, suiteVersionId } = await withSuite(model.url, { cases: 12, evaluators: judge() });
    const { judges, lowest, highest, total } = await estimateRun(engineer, { suiteVersionId });
    expect(judges).toMatchObject({ calls: 12, mostCalls: 24, models: ['gpt-4o'], unpriced: [] });
    expect(Number(judges?.highest)).toBeGreaterThan(Number(judges?.lowest));
    expect(total.lowest).toBe(costsTogether([lowest, judges?.lowest ?? null]));
    expect(total.highest).toBe(costsTogether([highest, judges?.highest ?? null]));
    const { run } = await finished(judge());
    expect(Number(run.judgeCost)).toBeGreaterThanOrEqual(Number(judges?.lowest) * 0.5);
    expect(Number(run.judgeCost)).toBeLessThanOrEqual(Number(judges?.highest));
  });

  it('flags a judge that is another model than the one asked for', async () => {
    model.set([{ kind: 'other-model', share: 1 }]);
    const { run, results } = await finished(judge());
    expect(run.summary?.reasons).toContain(
      'plain: 12 results were judged by another model than gpt-4o: another-model-2',
    );
    expect(results[0]?.judging?.['plain']).toMatchObject({ asked: 'gpt-4o', others: ['another-model-2'] });
  });
});
