import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withSuite } from '@/db/testing/with-suite';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { addSuiteVersion } from './commands/suites';
import { getRunCase } from './queries/results';
import { getRun } from './queries/runs';
import { getSuiteSchema } from './queries/suite-schema';
import { getSuiteVersion } from './queries/suites';

const model = await startOpenAiServer();
const triage = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => {
    const { text: asked } = JSON.parse(text) as { text: string };
    const level = /Chest/.test(asked) ? 'emergency' : /fever/.test(asked) ? 'urgent' : 'routine';
    const reply = {
      served_by: 'triage-api',
      result: { level: /prescription/.test(asked) ? 'self-care' : level },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => triage.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(triage.address() as AddressInfo).port}/triage`;
});
afterAll(async () => {
  await model.close();
  triage.closeAllConnections();
  triage.close();
});

it('runs a suite against an endpoint of its own making', async () => {
  const { org, engineer, suite, suiteVersionId, start } = await withSuite(model.url);
  const { yaml } = await getSuiteVersion(engineer, { versionId: suiteVersionId });
  const target = `target:
  api: json
  baseUrl: ${url}
  model: triage-service
  body: { text: "{{input}}", from: countersign }
  output: $.result.level
  reportedModel: $.served_by
`;
  const text = yaml.replace(/target:\n(?: {2}.*\n)+/, target);
  const version = await addSuiteVersion(engineer, { suiteId: suite.id, text });
  expect(version.body.target).toMatchObject({ api: 'json', output: '$.result.level' });
  expect((await addSuiteVersion(engineer, { suiteId: suite.id, text: version.yaml })).unchanged).toBe(true);
  const { id: runId } = await start({ suiteVersionId: version.id, apiKeyRef: undefined });
  await org.runJobs();
  const run = await getRun(engineer, { runId });
  expect(run).toMatchObject({ state: 'finished', verdict: 'pass', errorCount: 0 });
  expect(run.summary?.models).toEqual([{ name: 'triage-api', results: 40 }]);
  expect(run.summary?.reasons.at(-1)).toBe(
    '40 results came from another model than triage-service: triage-api',
  );
  expect(await getRunCase(engineer, { runId, ordinal: 1, repeat: 0 })).toMatchObject({
    messages: null,
    body: { text: 'High fever, patient 1', from: 'countersign' },
    output: 'urgent',
  });
  const replaced = start({ suiteVersionId: version.id, target: { temperature: 1 }, apiKeyRef: undefined });
  await expect(replaced).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/write it into the body/),
  });
});

it('flags an answer from another model than the one asked for', async () => {
  const { org, engineer, start } = await withSuite(model.url);
  model.set([{ kind: 'other-model', share: 1 }]);
  const { id: runId } = await start({ apiKeyRef: undefined });
  await org.runJobs();
  const { summary } = await getRun(engineer, { runId });
  expect(summary?.reasons.join()).toContain('another model than gpt-4o-mini: another-model-2');
});

it('publishes the schema of a suite file', async () => {
  const { org } = await withSuite(model.url);
  const { schema } = await getSuiteSchema(org.as('viewer'), {});
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    properties: { target: { properties: { api: { enum: ['chat', 'responses', 'json'] } } } },
  });
});

it('never spends more than its budget, however many calls are made at once', async () => {
  const { org, engineer, start, stored } = await withSuite(model.url);
  model.reset();
  const { id: whole } = await start({ apiKeyRef: undefined });
  await org.runJobs();
  const cost = Number((await getRun(engineer, { runId: whole })).cost);
  const budget = (cost / 2).toFixed(9);
  const { id: runId } = await start({ apiKeyRef: undefined, budget });
  await org.runJobs();
  const run = await getRun(engineer, { runId });
  expect(run).toMatchObject({ state: 'stopped', stateReason: 'budget_exhausted', verdict: null, budget });
  expect(Number(run.cost)).toBeLessThanOrEqual(Number(budget));
  expect(run.doneCount).toBeGreaterThan(5);
  expect(await stored(runId)).toHaveLength(run.doneCount);
  expect(model.requests).toHaveLength(40 + run.doneCount);
});
