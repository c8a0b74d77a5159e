import { startRun } from '@/server/evaluations/commands/runs';
import { createSuite } from '@/server/evaluations/commands/suites';
import { getRun } from '@/server/evaluations/queries/runs';
import type { Run } from '@/server/evaluations/schema/runs';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { question } from './bare-loop';
import type { Portal } from './portal';

interface Wanted {
  readonly modelUrl: string;
  readonly cases: number;
  readonly concurrency: number;
  /** One with a price makes every case cost something. */
  readonly model?: string;
}

/** A dataset of questions, a prompt and a suite, made by the commands of the product. Gives the suite version. */
export async function makeSuite(
  { as }: Portal,
  { modelUrl, cases, concurrency, model = 'triage-1' }: Wanted,
): Promise<string> {
  const engineer = as('ml_engineer');
  const name = `questions-${cases}`;
  const { id: datasetId } = await createDataset(engineer, createDataset.input.parse({ name, kind: 'cases' }));
  const upload = {
    parameters: { datasetId },
    contentType: 'application/jsonl',
    sizeBytes: null,
    bytes: lines(cases),
  };
  await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
  const content = { template: '{{input}}', parameters: {} };
  await createPrompt(engineer, createPrompt.input.parse({ name, content }));
  const text = `
name: ${name}
dataset: ${name}@1
prompt: ${name}@1
target: { baseUrl: "${modelUrl}", model: ${model} }
concurrency: ${concurrency}
evaluators:
  - { id: text.equals, as: level, params: { value: "{{expected}}" } }
  - { id: ops.latency }
thresholds:
  - { measure: level, min: 0.8 }`;
  const suite = await createSuite(engineer, { text });
  return suite.latest?.id ?? '';
}

async function* lines(cases: number) {
  const rows = Array.from({ length: cases }, (_, at) =>
    JSON.stringify({ id: `c${at + 1}`, input: question(at + 1), expected: 'routine' }),
  );
  yield Buffer.from(rows.join('\n'));
}

/** From the command that starts a run to its stored verdict. Throws unless every case was answered and stored. */
export async function durableRun(portal: Portal, suiteVersionId: string): Promise<Run> {
  const engineer = portal.as('ml_engineer');
  const { id: runId } = await startRun(engineer, { suiteVersionId });
  await portal.runJobs();
  const run = await getRun(engineer, { runId });
  const isWhole = run.state === 'finished' && run.doneCount === run.caseCount && run.errorCount === 0;
  if (!isWhole) throw new Error(`the run ended ${run.state} (${run.stateReason}) at ${run.doneCount}`);
  return run;
}
