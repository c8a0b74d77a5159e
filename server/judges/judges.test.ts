import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import {
  calibrationOf,
  fakeJudge,
  labelled,
  rubricJudge,
  uploadCases,
  withEngineer,
} from '@/db/testing/with-labels';
import { world } from '@/db/testing/world';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { addModelVersion, createModel } from '@/server/registry/commands/models';
import { createJudge } from './commands/create-judge';
import { resumeJudging, startCalibration, stopJudging } from './commands/judgings';
import { recordVerdicts, settleJudging, takeJudging } from './commands/record-verdicts';
import { getJudge, listJudges } from './queries/judges';
import { getCalibration, listCalibrations, listVerdicts } from './queries/judgings';
import { judgeJobName } from './rules/follow-up';
import { ListVerdicts } from './schema/judgings';

const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: fakeJudge });
vi.stubEnv('COUNTERSIGN_TARGET_KEY_TEST', '127.0.0.1 sk-secret');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_WRONG', '127.0.0.1 sk-other');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_ELSEWHERE', 'api.openai.com sk-secret');
afterEach(() => model.reset());
afterAll(() => model.close());

const times = (count: number, label: string, says: string) =>
  Array.from({ length: count }, () => [label, says] as const);

async function calibrated(rows: readonly (readonly [string, string])[], more: object = {}) {
  const { org, engineer } = withEngineer();
  const judge = await createJudge(engineer, rubricJudge(model.url));
  const versionId = await uploadCases(engineer, 'labels', labelled(rows));
  const { id: judgingId } = await startCalibration(engineer, calibrationOf(judge.id, versionId, more));
  await org.runJobs();
  const calibration = await getCalibration(org.as('viewer'), { judgingId });
  return { org, engineer, judge, versionId, calibration, judgingId };
}

describe('a judge of the register', () => {
  it('is one content under one digest; other content is the next number', async () => {
    const { org, engineer } = withEngineer();
    const first = await createJudge(engineer, rubricJudge(model.url));
    expect(first).toMatchObject({ number: 1, standing: 'none', calibration: null, isOutdated: false });
    expect(first.yaml).toContain('judge.rubric');
    const again = await createJudge(engineer, rubricJudge(model.url));
    expect(again).toMatchObject({ id: first.id, unchanged: true });
    const other = await createJudge(engineer, rubricJudge(model.url, { model: 'judge-2' }));
    expect(other).toMatchObject({ number: 2, unchanged: false });
    expect(other.digest).not.toBe(first.digest);
    const renamed = await createJudge(engineer, rubricJudge(model.url, { name: 'tone' }));
    expect(renamed).toMatchObject({ number: 1, digest: first.digest });
    expect(await org.trail()).toEqual(expect.arrayContaining(['judge.created', 'judge.unchanged']));
    const evidence = JSON.stringify(await org.events());
    expect(evidence).not.toContain('The answer is kind');
    expect((await listJudges(org.as('viewer'), { limit: 2 })).nextCursor).not.toBeNull();
    expect((await listJudges(org.as('viewer'), { limit: 5, name: 'kindness' })).items).toHaveLength(2);
    await expect(getJudge(world().as('viewer'), { judgeId: first.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses what cannot judge, naming the field', async () => {
    const { org, engineer } = withEngineer();
    const refused = (more: object, fields: object) =>
      expect(createJudge(engineer, rubricJudge(model.url, more))).rejects.toMatchObject({
        code: 'invalid',
        details: { fields },
      });
    const scale = { kind: 'g-eval', steps: ['Read it.'] };
    await refused({ kind: 'g-eval' }, { steps: expect.anything() });
    await refused({ ...scale, lowest: 5, highest: 5, passFrom: 5 }, { highest: expect.anything() });
    await refused({ ...scale, passFrom: 9 }, { passFrom: expect.anything() });
    await refused({ steps: ['Read it.'] }, { steps: ['a rubric judge has no steps'] });
    await refused({ kind: 'pairwise', against: 'somewhere' }, { against: expect.anything() });
    await refused({ baseUrl: 'http://169.254.169.254/v1' }, {});
    await refused({ baseUrl: 'ftp://models' }, {});
    await expect(createJudge(org.as('viewer'), rubricJudge(model.url))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is tied to a registered model only under the name that it asks for', async () => {
    const { engineer } = withEngineer();
    const { id: modelId } = await createModel(engineer, { name: 'judge-model' });
    const source = { kind: 'hosted', provider: 'local', model: 'judge-1', config: {} } as const;
    const { id: modelVersionId } = await addModelVersion(engineer, { modelId, version: '1', source });
    const judge = await createJudge(engineer, rubricJudge(model.url, { modelVersionId }));
    expect(judge.modelVersionId).toBe(modelVersionId);
    const wrong = rubricJudge(model.url, { modelVersionId, model: 'judge-2' });
    await expect(createJudge(engineer, wrong)).rejects.toMatchObject({
      message: expect.stringMatching(/is judge-1, but/),
    });
  });
});

describe('calibration', () => {
  it('measures the judge against people, and never shows it what they said', async () => {
    const rows = [
      ...[...times(20, 'pass', 'pass'), ...times(5, 'pass', 'fail')],
      ...[...times(10, 'fail', 'pass'), ...times(15, 'fail', 'fail')],
    ];
    const { org, judge, calibration, judgingId } = await calibrated(rows, {
      labelPolicy: 'Kind means kind.',
    });
    expect(calibration).toMatchObject({
      state: 'finished',
      doneCount: 50,
      isExpired: false,
      resultDigest: expect.stringMatching(/^sha256:/),
      result: {
        n: 50,
        unlabelled: 0,
        withoutVerdict: 0,
        kappa: { value: expect.closeTo(0.4, 12) },
        accuracy: { value: 0.7 },
        confusion: [
          [20, 5, 0],
          [10, 15, 0],
        ],
        constant: { label: 'pass', accuracy: 0.5 },
        beatsConstant: 'yes',
        models: ['judge-1'],
        judge: { digest: judge.digest },
      },
    });
    expect(calibration.shortfalls?.join()).toMatch(
      /50 labelled cases.*kappa is 0\.\d+.*recall of failures is 60 %/,
    );
    expect(calibration.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 179 * 86_400_000);
    expect(model.requests.every(({ prompt }) => !prompt.includes('label'))).toBe(true);
    expect(await getJudge(org.as('viewer'), { judgeId: judge.id })).toMatchObject({
      standing: 'too_weak',
      calibration: { id: judgingId, n: 50 },
    });
    const ask = ListVerdicts.parse({ judgingId, disagreements: 'true', limit: 10 });
    const page = await listVerdicts(org.as('viewer'), ask);
    expect(page.items).toHaveLength(10);
    expect(page.items.every(({ human, verdict }) => human !== verdict)).toBe(true);
    const rest = await listVerdicts(org.as('viewer'), { ...ask, cursor: page.nextCursor ?? undefined });
    expect(rest.items).toHaveLength(5);
    const evidence = JSON.stringify(await org.events());
    expect(evidence).not.toContain('says pass');
    expect(evidence).not.toContain('Kind means kind');
    expect(await org.trail()).toEqual(
      expect.arrayContaining(['judge.calibration-started', 'judge.verdicts-recorded', 'judge.calibrated']),
    );
    await expect(getCalibration(world().as('viewer'), { judgingId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('counts what it cannot read as wrong, what people did not label not at all', async () => {
    const rows = [
      ...times(6, 'good', 'pass'),
      ...times(5, 'bad', 'fail'),
      ['bad', 'nonsense'],
      ['unsure', 'pass'],
    ] as const;
    const { org, calibration, judgingId } = await calibrated(rows, {
      mapping: { pass: ['GOOD'], fail: ['bad'] },
    });
    expect(calibration.result).toMatchObject({
      n: 12,
      unlabelled: 1,
      withoutVerdict: 1,
      confusion: [
        [6, 0, 0],
        [0, 5, 1],
      ],
    });
    expect(calibration.result?.accuracy.value).toBeCloseTo(11 / 12, 12);
    const { items } = await listVerdicts(
      org.as('viewer'),
      ListVerdicts.parse({ judgingId, disagreements: true }),
    );
    expect(items.map(({ verdict }) => verdict)).toEqual([null, null]);
    expect(items[0]?.reason).toMatch(/did not answer with a verdict/);
    expect(items[1]?.reason).toMatch(/no label that counts/);
  });

  it('says that a constant is no judge, and leaves undefined what is', async () => {
    const always = await calibrated([...times(9, 'pass', 'pass'), ...times(1, 'fail', 'pass')]);
    expect(always.calibration.result).toMatchObject({
      kappa: { value: 0 },
      beatsConstant: 'no',
      accuracy: { value: 0.9 },
    });
    const oneSided = await calibrated(times(4, 'pass', 'pass'));
    expect(oneSided.calibration.result).toMatchObject({
      kappa: { value: null, note: expect.stringMatching(/one label/) },
      beatsConstant: 'no',
    });
    const single = await calibrated(times(1, 'fail', 'fail'));
    expect(single.calibration.result).toMatchObject({ n: 1, kappa: { value: null }, accuracy: { value: 1 } });
    const nobody = await calibrated(times(3, 'maybe', 'pass'));
    expect(nobody.calibration).toMatchObject({
      state: 'finished',
      result: { n: 0, unlabelled: 3, constant: null },
    });
    expect(nobody.calibration.shortfalls?.join()).toMatch(/0 labelled cases.*undefined/);
  });

  it('ends with a typed reason when the judge refuses everybody, and goes on later', async () => {
    const rows = times(30, 'pass', 'pass');
    const { org, engineer, calibration, judgingId } = await calibrated(rows, {
      keyRef: 'COUNTERSIGN_TARGET_KEY_WRONG',
    });
    expect(calibration).toMatchObject({ state: 'failed', result: null });
    expect(calibration.stateReason).toMatch(/^auth: /);
    expect(calibration.stateReason).not.toContain('sk-');
    await expect(resumeJudging(org.as('viewer'), { judgingId })).rejects.toMatchObject({ code: 'forbidden' });
    vi.stubEnv('COUNTERSIGN_TARGET_KEY_WRONG', '127.0.0.1 sk-secret');
    await resumeJudging(engineer, { judgingId });
    await org.runJobs();
    expect(await getCalibration(engineer, { judgingId })).toMatchObject({ state: 'finished', doneCount: 30 });
    await expect(stopJudging(engineer, { judgingId })).rejects.toMatchObject({ code: 'precondition' });
    vi.stubEnv('COUNTERSIGN_TARGET_KEY_WRONG', '127.0.0.1 sk-other');
    expect(await org.trail()).toEqual(expect.arrayContaining(['judge.work-failed', 'judge.work-resumed']));
  });

  it('gets through a storm of rate limits without asking anybody twice too often', async () => {
    model.set([{ kind: '429', share: 0.2, retryAfterSeconds: 0.05, times: 2 }]);
    const { calibration } = await calibrated([...times(15, 'pass', 'pass'), ...times(15, 'fail', 'fail')]);
    expect(calibration.result).toMatchObject({ n: 30, withoutVerdict: 0, kappa: { value: 1 } });
    expect(calibration.result?.kappa.low).toBeLessThan(0.9);
  });

  it('stores each verdict once, and stops at once', async () => {
    const { org, engineer } = withEngineer();
    const judge = await createJudge(engineer, rubricJudge(model.url));
    const versionId = await uploadCases(engineer, 'labels', labelled(times(3, 'pass', 'pass')));
    const { id: judgingId } = await startCalibration(engineer, calibrationOf(judge.id, versionId));
    const job = org.job(judgeJobName);
    expect(await takeJudging(job, { judgingId, slice: 0 })).toEqual({ goesOn: true });
    expect(await takeJudging(job, { judgingId, slice: 1 })).toEqual({ goesOn: false });
    const verdict = {
      ordinal: 0,
      caseId: 'c0',
      human: 'pass',
      verdict: 'pass',
      reason: 'a\u0000\ud800',
      model: 'm',
    };
    for (const verdicts of [[verdict], [{ ...verdict, verdict: 'fail' }]])
      expect(await recordVerdicts(job, { judgingId, slice: 0, verdicts })).toEqual({ goesOn: true });
    await stopJudging(engineer, { judgingId });
    expect(await recordVerdicts(job, { judgingId, slice: 0, verdicts: [verdict] })).toEqual({
      goesOn: false,
    });
    await settleJudging(job, { judgingId, slice: 0, ending: { kind: 'slice_done' } });
    expect(await getCalibration(engineer, { judgingId })).toMatchObject({ state: 'stopped', doneCount: 1 });
    const { items } = await listVerdicts(engineer, ListVerdicts.parse({ judgingId }));
    expect(items).toMatchObject([{ verdict: 'pass', reason: 'a\ufffd\ufffd' }]);
    const forged = recordVerdicts(engineer, { judgingId, slice: 0, verdicts: [verdict] });
    await expect(forged).rejects.toMatchObject({ code: 'forbidden' });
    await resumeJudging(engineer, { judgingId });
    expect(await takeJudging(job, { judgingId, slice: 1 })).toEqual({ goesOn: true });
    await settleJudging(job, { judgingId, slice: 1, ending: { kind: 'slice_done' } });
    await org.runJobs();
    expect(await getCalibration(engineer, { judgingId })).toMatchObject({ state: 'finished', doneCount: 3 });
    const kinds = [
      'judge.work-stopped',
      'judge.work-settled-again',
      'judge.work-taken-up',
      'judge.work-slice-done',
    ];
    expect(await org.trail()).toEqual(expect.arrayContaining(kinds));
  });

  it('refuses what would show the judge its answers, and what is not a labelled dataset', async () => {
    const { org, engineer } = withEngineer();
    const judge = await createJudge(engineer, rubricJudge(model.url));
    const pair = await createJudge(engineer, rubricJudge(model.url, { name: 'pair', kind: 'pairwise' }));
    const versionId = await uploadCases(engineer, 'labels', labelled(times(2, 'pass', 'pass')));
    const refused = (judgeId: string, more: object, field: string) =>
      expect(startCalibration(engineer, calibrationOf(judgeId, versionId, more))).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining(field),
      });
    await refused(judge.id, { label: 'metadata.answer' }, 'label');
    await refused(judge.id, { label: 'metadata' }, 'label');
    await refused(pair.id, { label: 'expected' }, 'label');
    await refused(pair.id, { answer: 'expected' }, 'answer');
    await refused(judge.id, { mapping: { maybe: ['x'] } }, 'mapping');
    await refused(judge.id, { keyRef: 'COUNTERSIGN_TARGET_KEY_ELSEWHERE' }, 'is a key for');
    expect(() => calibrationOf(judge.id, versionId, { ttlDays: 0 })).toThrow();
    expect(() => calibrationOf(judge.id, versionId, { label: 'output' })).toThrow();
    await expect(
      startCalibration(org.as('auditor'), calibrationOf(judge.id, versionId)),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(startCalibration(engineer, calibrationOf(judge.id, 'dsv_none'))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await listCalibrations(engineer, { judgeId: judge.id, limit: 5 })).items).toEqual([]);
  });
});
