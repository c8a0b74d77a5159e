import { afterAll, describe, expect, it, vi } from 'vitest';
import { calibrationOf, fakeJudge, labelled, rubricJudge, uploadCases } from '@/db/testing/with-labels';
import { world } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { receiveRecorded } from '@/server/evaluations/commands/receive-recorded';
import { startRecordedRun } from '@/server/evaluations/commands/runs';
import { createSuite } from '@/server/evaluations/commands/suites';
import { askGate } from '@/server/gates/commands/decide';
import { foundEnvironments } from '@/server/gates/commands/found-environments';
import { setPolicy } from '@/server/gates/commands/policies';
import { SetPolicy } from '@/server/gates/schema/inputs';
import { firstJudgeRequirement, firstPolicy } from '@/server/gates/schema/policy';
import { createPrompt } from '@/server/prompts/commands/prompts';
import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import { createSystem } from '@/server/systems/commands';
import { createJudge } from './commands/create-judge';
import { startCalibration } from './commands/judgings';

const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: fakeJudge });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
afterAll(() => model.close());
const judgeKeyRef = 'COUNTERSIGN_TARGET_KEY_TEST';
const environment = 'production';

/** A submitted release whose only suite was decided by a judge of the register. */
async function judgedRelease() {
  const org = world();
  const [engineer, officer] = [await org.member('ml_engineer'), await org.member('compliance_officer')];
  await foundEnvironments(org.job(), {});
  const judge = await createJudge(engineer, rubricJudge(model.url));
  const pair = (label: string): readonly [string, string] => [label, label];
  const rows = Array.from({ length: 40 }, (_, at) => pair(at % 2 ? 'pass' : 'fail'));
  const datasetVersionId = await uploadCases(engineer, 'answers', labelled(rows));
  const content = { template: 'Answer {{input}}', parameters: {} };
  const prompt = await createPrompt(engineer, { name: 'nurse', content });
  const [entry = ''] = [
    judge.yaml
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n'),
  ];
  const thresholds = '  - { measure: kindness, min: 0.5 }';
  const text = `name: tone\ndataset: answers@1\nprompt: nurse@1\nevaluators:\n${entry}\nthresholds:\n${thresholds}\n`;
  const suiteVersionId = (await createSuite(engineer, { text })).latest?.id ?? '';
  const lines = rows.map((_, at) => JSON.stringify({ id: `c${at}`, output: `says pass ${at}` })).join('\n');
  const bytes = new Blob([lines]).stream();
  const parameters = { suiteVersionId, judgeKeyRef };
  const upload = { parameters, contentType: 'application/jsonl', bytes };
  await startRecordedRun(engineer, await receiveRecorded(engineer, upload));
  await org.runJobs();
  const system = { name: 'triage', purpose: 'Sorts', stage: 'development' } as const;
  const systemId = (await createSystem(engineer, system)).id;
  const parts = { modelVersionIds: [], datasetVersionIds: [], studyIds: [], frameworks: [], config: {} };
  const held = { promptVersionIds: [prompt.latest?.id ?? ''], suiteVersionIds: [suiteVersionId] };
  const about = { systemId, version: '1.0.0', summary: 'First' };
  const release = await createRelease(engineer, { ...parts, ...held, ...about });
  await freezeRelease(engineer, { releaseId: release.id });
  const { digest } = await submitRelease(engineer, { releaseId: release.id });
  const ask = async () =>
    (
      await askGate(engineer, {
        environment,
        subject: { release_digest: digest ?? '' },
        context: {},
        dry_run: true,
        wait_s: 0,
      })
    ).reasons.filter(({ code }) => code !== 'SIGNOFF_MISSING');
  const demand = (basedOn: number, judges?: object, more: object = {}) => {
    const { schema: _, environment: __, ...rest } = firstPolicy;
    const require = { suites: ['tone'], studies: [], frameworks: [], ...(judges && { judges }), ...more };
    return setPolicy(officer, SetPolicy.parse({ environment, basedOn, policy: { ...rest, require } }));
  };
  return { org, engineer, judge, datasetVersionId, ask, demand };
}

describe('a gate that demands the models that were asked', () => {
  it('denies what a judge under another name decided, and says which', async () => {
    model.set([{ kind: 'other-model', share: 1 }]);
    const { ask, demand } = await judgedRelease();
    model.reset();
    await demand(1);
    expect(await ask()).toEqual([]);
    await demand(2, undefined, { models_as_asked: true });
    expect(await ask()).toEqual([
      {
        code: 'OTHER_MODEL',
        name: 'tone',
        message: expect.stringContaining('40 results were judged by another-model-2 instead of judge-1'),
      },
    ]);
  });
});

describe('a gate that demands both', () => {
  const limits = { ...firstJudgeRequirement, min_cases: 40 };
  const asAsked = { models_as_asked: true };

  it('denies while the calibration measured another model, until it is calibrated again', async () => {
    const { org, engineer, judge, datasetVersionId, ask, demand } = await judgedRelease();
    const calibrate = async () => {
      await startCalibration(engineer, calibrationOf(judge.id, datasetVersionId));
      await org.runJobs();
    };
    model.set([{ kind: 'other-model', share: 1 }]);
    await calibrate();
    model.reset();
    await demand(1, limits);
    expect(await ask()).toEqual([]);
    await demand(2, limits, asAsked);
    const message =
      'is decided by a judge that was calibrated on another-model-2 instead of judge-1; ' +
      'was calibrated on another-model-2, but judge-1 judged 40 results.';
    expect(await ask()).toEqual([
      { code: 'OTHER_MODEL', name: 'tone', message: expect.stringContaining(message) },
    ]);
    await calibrate();
    expect(await ask()).toEqual([]);
  });
});

describe('a gate that demands calibrated judges', () => {
  it('denies until the judge is measured well enough, and says why', async () => {
    const { org, engineer, judge, datasetVersionId, ask, demand } = await judgedRelease();
    const plain = await demand(1);
    expect(Object.keys(plain.policy.require)).not.toContain('judges');
    expect(await ask()).toEqual([]);
    const strict = await demand(2, firstJudgeRequirement);
    expect(strict.digest).not.toBe(plain.digest);
    expect(await ask()).toMatchObject([
      { code: 'JUDGE_UNCALIBRATED', message: expect.stringMatching(/never measured against people/) },
    ]);
    await startCalibration(engineer, calibrationOf(judge.id, datasetVersionId));
    await org.runJobs();
    expect(await ask()).toMatchObject([
      { code: 'JUDGE_UNCALIBRATED', message: expect.stringMatching(/40 labelled cases, 200 are asked/) },
    ]);
    await demand(3, { ...firstJudgeRequirement, min_cases: 40 });
    expect(await ask()).toEqual([]);
    const same = await demand(4);
    expect(same.digest).toBe(plain.digest);
  });
});
