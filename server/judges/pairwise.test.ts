import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { calibrationOf, fakeJudge, rubricJudge, uploadCases, withEngineer } from '@/db/testing/with-labels';
import { startOpenAiServer } from '@/e2e/fixtures/openai-server';
import { world } from '@/db/testing/world';
import { receiveRecorded } from '@/server/evaluations/commands/receive-recorded';
import { startRecordedRun } from '@/server/evaluations/commands/runs';
import { createSuite } from '@/server/evaluations/commands/suites';
import { createJudge } from './commands/create-judge';
import { startCalibration } from './commands/judgings';
import { startComparison } from './commands/start-comparison';
import { getPairwiseComparison, listPairwiseComparisons } from './queries/comparisons';
import { getCalibration, listVerdicts } from './queries/judgings';
import { ListVerdicts } from './schema/judgings';

/** Takes the better answer wherever it stands, and else whichever stands first. */
function fairJudge(messages: readonly { readonly content: string }[]): string {
  const text = messages.at(-1)?.content ?? '';
  const [better, worse] = [text.indexOf('answer: "better'), text.indexOf('answer: "worse')];
  if (better < 0) return fakeJudge([{ content: 'says first' }]);
  return fakeJudge([{ content: better < worse ? 'says first' : 'says second' }]);
}
const model = await startOpenAiServer({ apiKey: 'sk-secret', answer: fairJudge });
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
      metadata: { answer: 'one', other: 'nothing', label },
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

  it('compares two recorded runs, counts contradictions as ties and shows the bias of positions', async () => {
    const { org, engineer, runA, runB } = await twoRuns();
    const judge = await createJudge(engineer, rubricJudge(model.url, { kind: 'pairwise' }));
    const asked = { judgeId: judge.id, runId: runA, baselineId: runB, keyRef };
    const started = await startComparison(engineer, asked);
    await org.runJobs();
    const found = await getPairwiseComparison(org.as('viewer'), { judgingId: started.id });
    // Three cases say "better" on side A, one on side B, two make the judge take whichever stands first.
    expect(found).toMatchObject({
      state: 'finished',
      doneCount: 6,
      resultDigest: expect.stringMatching(/^sha256:/),
      result: {
        ...{ n: 6, withoutVerdict: 0, wonByA: 3, wonByB: 1, tied: 2 },
        winRate: { value: expect.closeTo(4 / 6, 12), low: expect.any(Number) },
        position: { n: 6, inconsistent: 2, firstTwice: 2, secondTwice: 0, p: expect.closeTo(0.5, 12) },
        ...{ A: { id: runA }, B: { id: runB }, judgesItself: false, models: ['judge-1'] },
      },
    });
    expect(model.requests).toHaveLength(12);
    const verdicts = await listVerdicts(engineer, ListVerdicts.parse({ judgingId: started.id }));
    expect(verdicts.items.map(({ verdict }) => verdict)).toEqual(['A', 'A', 'A', 'B', 'tie', 'tie']);
    const listed = await listPairwiseComparisons(engineer, { runId: runB, limit: 5 });
    expect(listed.items).toMatchObject([{ id: started.id }]);
    expect(await org.trail()).toEqual(expect.arrayContaining(['judge.comparison-started', 'judge.compared']));
    expect(JSON.stringify(await org.events())).not.toContain('better');
  });

  it('refuses what cannot be compared', async () => {
    const { org, engineer, runA, runB } = await twoRuns();
    const pair = await createJudge(engineer, rubricJudge(model.url, { kind: 'pairwise' }));
    const rubric = await createJudge(engineer, rubricJudge(model.url, { name: 'rubric' }));
    const ask = (more: object, ctx = engineer) =>
      startComparison(ctx, { judgeId: pair.id, runId: runA, baselineId: runB, keyRef, ...more });
    await expect(ask({ judgeId: rubric.id })).rejects.toMatchObject({
      message: expect.stringMatching(/kind pairwise/),
    });
    await expect(ask({ baselineId: runA })).rejects.toMatchObject({
      message: expect.stringMatching(/another run/),
    });
    await expect(ask({ baselineId: 'run_none' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask({}, org.as('viewer'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask({}, world().as('ml_engineer'))).rejects.toMatchObject({ code: 'not_found' });
  });
});

const keyRef = 'COUNTERSIGN_TARGET_KEY_TEST';
/** Two runs of one suite over outputs that were recorded elsewhere. */
async function twoRuns() {
  const { org, engineer } = withEngineer();
  const cases = Array.from({ length: 6 }, (_, at) => ({ id: `c${at}`, input: `Question ${at}` }));
  await uploadCases(engineer, 'questions', cases);
  const text = 'name: any\ndataset: questions@1\nevaluators:\n  - { id: text.length }\n';
  const suite = await createSuite(engineer, { text });
  const suiteVersionId = suite.latest?.id ?? '';
  const recorded = async (outputs: readonly string[]) => {
    const lines = outputs.map((output, at) => JSON.stringify({ id: `c${at}`, output })).join('\n');
    const bytes = new Blob([lines]).stream();
    const upload = { parameters: { suiteVersionId }, contentType: 'application/jsonl', bytes };
    const { id } = await startRecordedRun(engineer, await receiveRecorded(engineer, upload));
    await org.runJobs();
    return id;
  };
  const runA = await recorded(['better 0', 'better 1', 'better 2', 'worse 3', 'same 4', 'same 5']);
  const runB = await recorded(['worse 0', 'worse 1', 'worse 2', 'better 3', 'same 4', 'same 5']);
  return { org, engineer, runA, runB };
}
