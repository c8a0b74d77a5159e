import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  calibrationOf,
  fakeJudge,
  labelled,
  rubricJudge,
  uploadCases,
  withEngineer,
} from '@/db/testing/with-labels';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { createSuite } from '@/server/evaluations/commands/suites';
import { getSuiteVersion } from '@/server/evaluations/queries/suites';
import { open } from '@/server/kernel/operation';
import { createJudge } from './commands/create-judge';
import { startCalibration } from './commands/judgings';
import { judgeFacts } from './queries/facts';

const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: fakeJudge });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterAll(() => model.close());

const times = (count: number, label: string, says: string) =>
  Array.from({ length: count }, () => [label, says] as const);

describe('judges of a suite, as a gate sees them', () => {
  it('finds the newest calibration of exactly the judge that decides', async () => {
    const { org, engineer } = withEngineer();
    const judge = await createJudge(engineer, rubricJudge(model.url));
    const good = await uploadCases(
      engineer,
      'good',
      labelled([...times(8, 'pass', 'pass'), ...times(8, 'fail', 'fail')]),
    );
    const bad = await uploadCases(
      engineer,
      'bad',
      labelled([...times(8, 'pass', 'fail'), ...times(8, 'fail', 'pass')]),
    );
    const indented = judge.yaml
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n');
    const text = `
name: tone
dataset: good@1
evaluators:
${indented}
  - { id: judge.rubric, as: stranger, params: { rubric: "Other", judge: { baseUrl: "${model.url}", model: judge-1 } } }
  - { id: judge.rubric, as: nobody, params: { rubric: "Asks nobody" } }
  - { id: judge.rubric, as: reported, params: { rubric: "Has no threshold" } }
  - { id: text.equals, as: exact, params: { value: a } }
thresholds:
  - { measure: kindness, min: 0.5 }
  - { measure: stranger, min: 0.5 }
  - { measure: nobody, min: 0.5 }
  - { measure: exact, min: 0.5 }
`;
    const suite = await createSuite(engineer, { text });
    const { body } = await getSuiteVersion(engineer, { versionId: suite.latest?.id ?? '' });
    const facts = async () =>
      (await open(org.job(), 'read only', ({ db }) => judgeFacts(db, new Map([['s', body]]))))
        .get('s')
        ?.map(({ fact }) => fact);
    expect(await facts()).toEqual([
      { measure: 'kindness', judge: judge.digest, calibration: null },
      { measure: 'stranger', judge: expect.stringMatching(/^sha256:/), calibration: null },
      { measure: 'nobody', judge: null, calibration: null },
    ]);
    await startCalibration(engineer, calibrationOf(judge.id, good));
    await org.runJobs();
    const [first] = (await facts()) ?? [];
    expect(first?.calibration).toMatchObject({ n: 16, rarest_share: 0.5, fail_recall: 1 });
    expect(first?.calibration?.kappa_low).toBeGreaterThan(0.5);
    await startCalibration(engineer, calibrationOf(judge.id, bad));
    await org.runJobs();
    const [worse] = (await facts()) ?? [];
    expect(worse?.calibration).toMatchObject({ fail_recall: 0 });
    expect(worse?.calibration?.kappa_low).toBeLessThan(0);
  });
});
