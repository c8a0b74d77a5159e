import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { CreateJudge } from '@/server/judges/schema/judges';
import { StartCalibration } from '@/server/judges/schema/judgings';
import type { Ctx } from '@/server/kernel/context';
import { world } from './world';

/** Cases whose answers people labelled; the fake judge below reads its verdict out of the answer. */
export const labelled = (rows: readonly (readonly [label: string, says: string])[]) =>
  rows.map(([label, says], at) => ({
    id: `c${at}`,
    input: `Question ${at}`,
    metadata: { answer: `says ${says}, number ${at}`, label },
  }));

export async function uploadCases(ctx: Ctx, name: string, cases: readonly object[]): Promise<string> {
  const { id: datasetId } = await createDataset(ctx, { name, kind: 'cases' });
  const bytes = (async function* () {
    yield Buffer.from(cases.map((one) => JSON.stringify(one)).join('\n'));
  })();
  const upload = { parameters: { datasetId }, contentType: 'application/jsonl', sizeBytes: null, bytes };
  return (await addDatasetVersion(ctx, await receiveUpload(ctx, upload))).id;
}

/** A model server's answer: a verdict of the word after "says", which may also be no verdict at all. */
export function fakeJudge(messages: readonly { readonly content: string }[]): string {
  const text = messages.at(-1)?.content ?? '';
  const says = /says ([a-z]+)/.exec(text)?.[1];
  const verdict = says ?? /VERDICT: "(\w+)/.exec(text)?.[1] ?? 'fail';
  if (verdict === 'nonsense') return 'nonsense';
  return JSON.stringify({ reason: `it says ${verdict}`, verdict });
}

export const rubricJudge = (baseUrl: string, more: object = {}) =>
  CreateJudge.parse({
    name: 'kindness',
    kind: 'rubric',
    instructions: 'The answer is kind.',
    baseUrl,
    model: 'judge-1',
    ...more,
  });
export const calibrationOf = (judgeId: string, datasetVersionId: string, more: object = {}) =>
  StartCalibration.parse({ judgeId, datasetVersionId, keyRef: 'COUNTERSIGN_TARGET_KEY_TEST', ...more });

export function withEngineer() {
  const org = world();
  return { org, engineer: org.as('ml_engineer') };
}
