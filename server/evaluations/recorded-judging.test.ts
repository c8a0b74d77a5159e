import { afterAll, expect, it } from 'vitest';
import { uploadCases, withEngineer } from '@/db/testing/with-labels';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { receiveRecorded } from './commands/receive-recorded';
import { startRecordedRun } from './commands/runs';
import { createSuite } from './commands/suites';
import { getRunCase } from './queries/results';
import { getRun } from './queries/runs';

const judge = await startOpenAiServer({ answer: () => '{"reason": "plain", "verdict": "pass"}' });
afterAll(() => judge.close());

const context = [
  { id: 'leaflet', text: 'Take it with food.' },
  { id: 'label', text: 'Not under 12 years.' },
];

async function recordedRun(evaluators: string, parameters: object = {}) {
  const { org, engineer } = withEngineer();
  const cases = Array.from({ length: 20 }, (_, at) => ({ id: `c${at}`, input: `How? ${at}`, context }));
  await uploadCases(engineer, 'cited', cases);
  const text = `name: cited\ndataset: cited@1\nevaluators:\n${evaluators}`;
  const { latest } = await createSuite(engineer, { text });
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 1 };
  const lines = cases.map(({ id }) =>
    JSON.stringify({ id, output: 'With food [1]. Not for children. [label] Ask.', model: 'gpt-4o', usage }),
  );
  const bytes = new Blob([lines.join('\n')]).stream();
  const all = { suiteVersionId: latest?.id, ...parameters };
  const upload = { parameters: all, contentType: 'application/jsonl', bytes };
  const { id: runId } = await startRecordedRun(engineer, await receiveRecorded(engineer, upload));
  await org.runJobs();
  return { engineer, runId, run: await getRun(engineer, { runId }) };
}
const rubric = `  - { id: judge.rubric, as: plain, params: { rubric: Plain., judge: { baseUrl: "${judge.url}", model: gpt-4o, maxTokens: 60 } } }`;

it('has a budget for its judges: the answers were paid for elsewhere', async () => {
  const { run } = await recordedRun(rubric);
  expect(run).toMatchObject({ state: 'finished', judgeCalls: 20, budget: null });
  expect(Number(run.cost)).toBeGreaterThan(40);
  const budget = (Number(run.judgeCost) / 2).toFixed(9);
  const { run: short } = await recordedRun(rubric, { budget });
  expect(short).toMatchObject({ state: 'stopped', stateReason: 'budget_exhausted', budget });
  expect(short.doneCount).toBeGreaterThan(0);
  expect(Number(short.judgeCost)).toBeLessThanOrEqual(Number(budget));
  await expect(recordedRun(rubric, { budget: 'much' })).rejects.toThrow(/US dollars/);
});

it('shows which retrieved piece each sentence of an answer cites, where the suite looks at citations', async () => {
  const { engineer, runId } = await recordedRun('  - { id: rag.citations }');
  const { attributions } = await getRunCase(engineer, { runId, ordinal: 0, repeat: 0 });
  expect(attributions?.map(({ sentence, sources }) => [sentence, sources[0]?.text])).toEqual([
    ['With food [1].', 'Take it with food.'],
    ['Not for children. [label]', 'Not under 12 years.'],
    ['Ask.', undefined],
  ]);
  const other = await recordedRun('  - { id: text.is-json }');
  const one = await getRunCase(other.engineer, { runId: other.runId, ordinal: 0, repeat: 0 });
  expect(one.attributions).toBeNull();
});
