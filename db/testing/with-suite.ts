import { eq } from 'drizzle-orm';
import { runResults } from '@/db/schema/evaluations';
import { startRun } from '@/server/evaluations/commands/runs';
import { createSuite } from '@/server/evaluations/commands/suites';
import { open } from '@/server/kernel/operation';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { world } from './world';

export const levels = [
  ['Chest pain', 'emergency'],
  ['High fever', 'urgent'],
  ['A rash', 'routine'],
  ['A prescription', 'self-care'],
] as const;
export const caseLines = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const [complaint, expected] = levels[at % levels.length] ?? ['', ''];
    return JSON.stringify({ id: `c${at}`, input: `${complaint}, patient ${at}`, expected });
  });

interface Wanted {
  readonly cases?: number;
  readonly suite?: string;
  readonly evaluators?: string;
  readonly model?: string;
}

/** An organisation with a dataset, a prompt and a suite that asks the model server of this test file. */
export async function withSuite(
  modelUrl: string,
  { cases = 40, suite = '', evaluators = '', model = 'gpt-4o-mini' }: Wanted = {},
) {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'triage', kind: 'cases' });
  const bytes = (async function* () {
    yield Buffer.from(caseLines(cases).join('\n'));
  })();
  const upload = { parameters: { datasetId }, contentType: 'application/jsonl', sizeBytes: null, bytes };
  await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
  const content = { template: 'Which level of care? {{input}}', parameters: {} };
  const prompt = await createPrompt(engineer, { name: 'nurse', content });
  const text = `
name: smoke
dataset: triage@1
prompt: nurse@1
target: { baseUrl: "${modelUrl}", model: ${model}, maxTokens: 20 }
concurrency: 8
evaluators:
  - { id: text.equals, as: level, params: { value: "{{expected}}" } }
  - { id: ops.latency }
${evaluators}
thresholds:
  - { measure: level, min: 0.8 }
${suite}`;
  const made = await createSuite(engineer, { text });
  const suiteVersionId = made.latest?.id ?? '';
  const start = (over: object = {}) =>
    startRun(engineer, { suiteVersionId, apiKeyRef: 'COUNTERSIGN_TARGET_KEY_TEST', ...over });
  const stored = (runId: string) =>
    open(org.job(), 'read only', ({ db }) => db.select().from(runResults).where(eq(runResults.runId, runId)));
  return { org, engineer, suite: made, suiteVersionId, prompt, start, stored };
}
