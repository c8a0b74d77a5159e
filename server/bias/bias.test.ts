import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { addDatasetVersion, createDataset } from '@/server/registry/commands/datasets';
import { addModelVersion, createModel } from '@/server/registry/commands/models';
import { receiveUpload } from '@/server/registry/commands/receive-upload';
import { recordStudyResult } from './commands/record-result';
import { createStudy, runStudy } from './commands/studies';
import { runStudyJob } from './jobs';
import { getStudy, getStudyResult, listStudies, listStudyResults } from './queries/studies';

const rows = (group: string, selected: number, of: number) =>
  Array.from(
    { length: of },
    (_, at) => `${group},${at % 2 ? 'old' : 'young'},${at < selected ? 1 : 0},${at % 2}`,
  );
const fair = [...rows('f', 500, 1000), ...rows('m', 500, 1000)];
const unfair = [...rows('f', 200, 1000), ...rows('m', 600, 1000)];

async function withTable(lines: readonly string[], kind: 'table' | 'cases' = 'table') {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'predictions', kind });
  const header = kind === 'table' ? 'sex,age,prediction,label' : 'id,input';
  const bytes = (async function* () {
    yield Buffer.from([header, ...lines].join('\n'));
  })();
  const upload = { parameters: { datasetId }, contentType: 'text/csv', sizeBytes: null, bytes };
  const version = await addDatasetVersion(engineer, await receiveUpload(engineer, upload));
  const definition = {
    name: 'screening',
    datasetVersionId: version.id,
    prediction: 'prediction',
    label: 'label',
    attributes: ['sex'],
    references: [],
    smallestGroup: 30,
    confidence: 0.95,
    thresholds: { demographicParityRatio: { min: 0.8 } },
  };
  return { org, engineer, definition };
}

describe('studies', () => {
  it('pin their data, and the same content is the same study', async () => {
    const { org, engineer, definition } = await withTable(fair);
    const study = await createStudy(engineer, definition);
    expect(study).toMatchObject({ number: 1, unchanged: false, lastResult: null });
    expect(study.body.dataset).toMatchObject({ name: 'predictions', number: 1 });
    expect(await createStudy(engineer, definition)).toMatchObject({ id: study.id, unchanged: true });
    const stricter = { ...definition, thresholds: { demographicParityRatio: { min: 0.9 } } };
    expect(await createStudy(org.as('compliance_officer'), stricter)).toMatchObject({
      number: 2,
      unchanged: false,
    });
    expect((await org.trail()).slice(-3)).toEqual(['study.created', 'study.unchanged', 'study.created']);
    expect((await listStudies(org.as('viewer'), { limit: 1 })).nextCursor).not.toBeNull();
  });

  it('are refused to a viewer, and do not exist elsewhere', async () => {
    const { org, engineer, definition } = await withTable(fair);
    await expect(createStudy(org.as('viewer'), definition)).rejects.toMatchObject({ code: 'forbidden' });
    const { id: studyId } = await createStudy(engineer, definition);
    await expect(runStudy(org.as('auditor'), { studyId })).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = world().as('ml_engineer');
    await expect(getStudy(stranger, { studyId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(runStudy(stranger, { studyId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(createStudy(stranger, definition)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['a column that is not there', { attributes: ['race'] }, /attributes: the dataset has no column "race"/],
    [
      'a prediction that is not there',
      { prediction: 'score' },
      /prediction: the dataset has no column "score"/,
    ],
    ['a label that is not there', { label: 'truth' }, /label: the dataset has no column "truth"/],
  ])('refuse %s', async (_, over, message) => {
    const { engineer, definition } = await withTable(fair);
    await expect(createStudy(engineer, { ...definition, ...over })).rejects.toMatchObject({
      code: 'invalid',
      message,
    });
  });

  it('refuse cases', async () => {
    const { engineer, definition } = await withTable(['a,x'], 'cases');
    await expect(createStudy(engineer, definition)).rejects.toMatchObject({
      message: expect.stringMatching(/kind table/),
    });
  });
});

describe('results', () => {
  const computedOver = async (lines: readonly string[], over: object = {}) => {
    const { org, engineer, definition } = await withTable(lines);
    const study = await createStudy(engineer, { ...definition, ...over });
    const { id: resultId } = await runStudy(engineer, { studyId: study.id });
    await org.runJobs();
    return { org, engineer, study, resultId, result: await getStudyResult(org.as('auditor'), { resultId }) };
  };

  it('pass, fail or say that the evidence is not enough, with the interval', async () => {
    const passing = await computedOver(fair);
    expect(passing.result).toMatchObject({ state: 'finished', verdict: 'pass', subjects: [] });
    expect(passing.result.result?.attributes[0]).toMatchObject({ name: 'sex', reference: 'f' });
    expect(passing.result.resultDigest).toMatch(/^sha256:/);
    expect((await passing.org.trail()).at(-1)).toBe('study.finished');
    expect((await computedOver(unfair)).result).toMatchObject({ verdict: 'fail' });
    const few = [...rows('f', 10, 40), ...rows('m', 12, 40), ...rows('x', 1, 3)];
    const { result } = await computedOver(few, { attributes: ['sex', 'age'] });
    expect(result.verdict).toBe('not_enough_evidence');
    expect(result.result?.attributes[0]?.groups.find(({ value }) => value === 'x')).toMatchObject({
      tooSmall: true,
    });
    expect(result.result?.intersections).toHaveLength(1);
  });

  it('say why data cannot be judged', async () => {
    const { result, org } = await computedOver([...rows('f', 3, 40), 'm,old,,1']);
    expect(result).toMatchObject({
      state: 'failed',
      verdict: null,
      stateReason: 'row 41 has no value in column "prediction"',
    });
    expect((await org.trail()).at(-1)).toBe('study.failed');
    expect((await computedOver(fair, { references: ['nobody'] })).result.stateReason).toMatch(
      /no group is called/,
    );
  });

  it('are kept once, however often they are delivered', async () => {
    const { org, engineer, study, resultId, result } = await computedOver(fair);
    await runStudyJob.run(org.job(), { resultId });
    const outcome = { kind: 'failed', reason: 'late' } as const;
    await recordStudyResult(org.job(), { resultId, outcome });
    expect(await getStudyResult(engineer, { resultId })).toEqual(result);
    const trail = await org.trail();
    expect(trail).toContain('study.run-started');
    expect(trail.at(-1)).toBe('study.finished-again');
    await expect(recordStudyResult(engineer, { resultId, outcome })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await listStudyResults(engineer, { studyId: study.id, limit: 5 })).items).toHaveLength(1);
    expect((await getStudy(engineer, { studyId: study.id })).lastResult).toMatchObject({ verdict: 'pass' });
  });

  it('count for the model version that made the predictions', async () => {
    const { engineer, definition } = await withTable(fair);
    const { id: modelId } = await createModel(engineer, { name: 'screener' });
    const source = { kind: 'file', digest: `sha256:${'a'.repeat(64)}` } as const;
    const version = await addModelVersion(engineer, { modelId, version: '1', source });
    const study = await createStudy(engineer, definition);
    const run = await runStudy(engineer, { studyId: study.id, modelVersionId: version.id });
    expect(run.subjects).toEqual(['a'.repeat(64)]);
  });
});
