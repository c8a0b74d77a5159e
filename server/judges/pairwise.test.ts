import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { calibrationOf, fakeJudge, rubricJudge, uploadCases, withEngineer } from '@/db/testing/with-labels';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { createJudge } from './commands/create-judge';
import { startCalibration } from './commands/judgings';
import { getCalibration } from './queries/judgings';

const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: fakeJudge });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());

describe('a pairwise judge', () => {
  it('compares with people who chose between two answers', async () => {
    const { org, engineer } = withEngineer();
    const judge = await createJudge(
      engineer,
      rubricJudge(model.url, { kind: 'pairwise', against: 'metadata.other' }),
    );
    const cases = ['CHATGPT', 'TIE', 'VICUNA'].map((label, at) => ({
      id: `p${at}`,
      input: 'q',
      metadata: { answer: 'says first', other: 'nothing', label },
    }));
    const versionId = await uploadCases(engineer, 'pairs', cases);
    const mapping = { A: ['CHATGPT'], B: ['VICUNA'], tie: ['TIE'] };
    const { id: judgingId } = await startCalibration(
      engineer,
      calibrationOf(judge.id, versionId, { mapping }),
    );
    await org.runJobs();
    // Whichever stands first wins: a contradiction in each case, so a tie in each.
    expect((await getCalibration(engineer, { judgingId })).result).toMatchObject({
      labels: ['A', 'B', 'tie'],
      confusion: [
        [0, 0, 1, 0],
        [0, 0, 1, 0],
        [0, 0, 1, 0],
      ],
      kappa: { value: expect.closeTo(0, 12) },
    });
  });
});
