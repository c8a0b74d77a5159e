import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { startRun } from './commands/runs';
import { createSuite } from './commands/suites';
import { estimateRun } from './queries/estimate';
import { listRunResults } from './queries/results';
import { getRun } from './queries/runs';

const bodies: Record<string, unknown>[] = [];
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += String(part)));
  request.on('end', () => {
    bodies.push(JSON.parse(text) as Record<string, unknown>);
    const message = { role: 'assistant', content: 'yes' };
    const answer = {
      id: 'a',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
afterAll(() => server.close());

async function withPrompt(parameters: Record<string, string | number | boolean>, target: string) {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'cases', kind: 'cases' });
  const bytes = (async function* () {
    yield Buffer.from('{"id":"1","input":"x","expected":"yes"}');
  })();
  const upload = { parameters: { datasetId }, contentType: 'application/jsonl', sizeBytes: null, bytes };
  await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
  await createPrompt(engineer, { name: 'ask', content: { template: '{{input}}', parameters } });
  const text = `{ name: s, dataset: cases@1, prompt: ask@1, target: { baseUrl: "${url}", model: m${target} },
    evaluators: [{ id: text.equals, params: { value: "{{expected}}" } }] }`;
  const suite = await createSuite(engineer, { text });
  const suiteVersionId = suite.latest?.id ?? '';
  const finished = async (over: object = {}) => {
    const { id: runId } = await startRun(engineer, { suiteVersionId, ...over });
    await org.runJobs();
    return getRun(engineer, { runId });
  };
  return { engineer, suiteVersionId, finished };
}

it('a run sends what the prompt version has', async () => {
  const { finished, engineer, suiteVersionId } = await withPrompt(
    { temperature: 0.3, max_tokens: 12, top_p: 0.5 },
    '',
  );
  const run = await finished();
  expect(bodies.at(-1)).toMatchObject({ model: 'm', temperature: 0.3, max_tokens: 12, top_p: 0.5 });
  expect(run.promptParameters?.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
  expect(run.summary?.reasons.join()).not.toContain('prompt version');
  const { items } = await listRunResults(engineer, { runId: run.id, limit: 1 });
  expect(items[0]).toMatchObject({ responseId: 'a', cached: false });
  const estimate = await estimateRun(engineer, { suiteVersionId });
  expect(estimate.promptParameters).toHaveLength(3);
});

it('what suite and run say instead is sent and named among the reasons', async () => {
  const { finished } = await withPrompt(
    { temperature: 0.3, max_tokens: 12, house_style: true },
    ', temperature: 0',
  );
  const run = await finished({ target: { maxTokens: 99 } });
  expect(bodies.at(-1)).toMatchObject({ temperature: 0, max_tokens: 99 });
  expect(bodies.at(-1)).not.toHaveProperty('house_style');
  expect(run.promptParameters?.map(({ outcome }) => outcome)).toEqual(['unsent', 'run', 'suite']);
  expect(run.summary?.reasons).toEqual(
    expect.arrayContaining([
      'temperature 0 was sent, as the suite says; the prompt version has 0.3',
      'max_tokens 99 was sent, as the run says; the prompt version has 12',
      "the prompt version's house_style true was not sent: the target takes none",
    ]),
  );
});

it('a prompt without parameters says nothing', async () => {
  const { finished } = await withPrompt({}, '');
  expect((await finished()).promptParameters).toBeNull();
});
