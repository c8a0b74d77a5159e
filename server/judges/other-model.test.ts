import { afterAll, expect, it, vi } from 'vitest';
import {
  calibrationOf,
  fakeJudge,
  labelled,
  rubricJudge,
  uploadCases,
  withEngineer,
} from '@/db/testing/with-labels';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { createJudge } from './commands/create-judge';
import { startCalibration } from './commands/judgings';
import { getCalibration } from './queries/judgings';

const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: fakeJudge });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterAll(() => model.close());

it('names in a calibration the models that answered in place of the one asked for', async () => {
  const { org, engineer } = withEngineer();
  const judge = await createJudge(engineer, rubricJudge(model.url));
  const versionId = await uploadCases(engineer, 'labels', labelled([['pass', 'pass']]));
  const calibrate = async () => {
    const { id: judgingId } = await startCalibration(engineer, calibrationOf(judge.id, versionId));
    await org.runJobs();
    return getCalibration(engineer, { judgingId });
  };
  expect(await calibrate()).toMatchObject({ askedModel: 'judge-1', otherModels: [] });
  model.set([{ kind: 'other-model', share: 1 }]);
  expect(await calibrate()).toMatchObject({
    ...{ askedModel: 'judge-1', otherModels: ['another-model-2'] },
    result: { models: ['another-model-2'] },
  });
});
