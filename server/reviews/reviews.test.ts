import { describe, expect, it } from 'vitest';
import { uploadCases, withEngineer } from '@/db/testing/with-labels';
import { world } from '@/db/testing/world';
import { receiveRecorded } from '@/server/evaluations/commands/receive-recorded';
import { startRecordedRun } from '@/server/evaluations/commands/runs';
import { createSuite } from '@/server/evaluations/commands/suites';
import type { Ctx } from '@/server/kernel/context';
import { listDatasets, listDatasetVersions } from '@/server/registry/queries/datasets';
import { getDatasetRows } from '@/server/registry/queries/rows';
import { decideCase, giveLabel } from './commands/labels';
import { closeQueue, createQueue } from './commands/queues';
import { listDisagreements } from './queries/items';
import { getQueue, listQueues, nextItem } from './queries/queues';
import { CreateQueue, GiveLabel } from './schema/reviews';

const hostile = '<img src=x onerror=alert(1)>\u202e {{input}}';
const answers = ['kind 0', 'kind 1', 'rude 2', 'rude 3', 'odd 4', hostile];
const queueOf = (more: object) =>
  CreateQueue.parse({ name: 'tone', question: 'Is it kind?', labels: ['pass', 'fail'], ...more });

async function withQueue(more: object = {}) {
  const { org, engineer } = withEngineer();
  const cases = answers.map((answer, at) => ({
    id: `model-x-${at}`,
    input: `Question ${at}`,
    expected: 'secret reference',
    metadata: { answer, label: 'fail', model: 'model-x' },
  }));
  const datasetVersionId = await uploadCases(engineer, 'answers', cases);
  const queue = await createQueue(engineer, queueOf({ datasetVersionId, ...more }));
  return { org, engineer, queue, queueId: queue.id, datasetVersionId };
}

/** Labels whatever comes next until nothing does; `verdict` reads the answer. */
async function labelAll(ctx: Ctx, queueId: string, verdict: (answer: string) => string): Promise<number> {
  for (let done = 0; ; done++) {
    const { item } = await nextItem(ctx, { queueId });
    if (!item) return done;
    await giveLabel(ctx, GiveLabel.parse({ queueId, ordinal: item.ordinal, label: verdict(item.answer) }));
  }
}
const kind = (answer: string) => (answer.startsWith('kind') ? 'pass' : 'fail');
const lenient = (answer: string) => (answer.startsWith('odd') ? 'pass' : kind(answer));

describe('a review queue', () => {
  it('is blind: no model, no case name, no reference, no label of others', async () => {
    const { org, queueId } = await withQueue();
    const [anna, ben] = [org.as('clinical_safety'), org.as('legal')];
    const seen = [];
    for (let at = 0; at < 6; at++) {
      const next = await nextItem(anna, { queueId });
      expect(Object.keys(next.item ?? {}).sort()).toEqual(['answer', 'context', 'input', 'ordinal']);
      expect(JSON.stringify(next)).not.toMatch(/model-x|secret reference|"label"/);
      expect(next).toMatchObject({ mine: at, open: 6 - at });
      seen.push(next.item?.ordinal);
      await giveLabel(anna, { queueId, ordinal: next.item?.ordinal ?? -1, label: 'pass', note: undefined });
    }
    expect(new Set(seen).size).toBe(6);
    expect((await nextItem(anna, { queueId })).item).toBeNull();
    expect(await nextItem(ben, { queueId })).toMatchObject({ mine: 0, open: 6 });
    expect(await listDisagreements(ben, { queueId })).toMatchObject({ items: [], total: 0 });
    expect(JSON.stringify(await getQueue(ben, { queueId }))).not.toMatch(/answer":\s*"kind/);
    expect(JSON.stringify(await org.events())).not.toMatch(/Is it kind|kind 0/);
  });

  it('takes k labels a case, each person once, from those who may', async () => {
    const { org, engineer, queueId } = await withQueue({ overlap: 1 });
    const anna = org.as('clinical_safety');
    const label = (ctx: Ctx, more: object = {}) =>
      giveLabel(ctx, GiveLabel.parse({ queueId, ordinal: 0, label: 'pass', ...more }));
    await label(anna);
    await expect(label(anna)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/already/),
    });
    await expect(label(engineer)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/faster/),
    });
    await expect(label(engineer, { ordinal: 99 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(label(engineer, { ordinal: 1, label: 'maybe' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(label(org.as('viewer'), { ordinal: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(label(world().as('ml_engineer'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await getQueue(anna, { queueId })).toMatchObject({ given: 1, caseCount: 6, state: 'open' });
  });

  it('lets somebody else decide, computes agreement, and its labels become a dataset version', async () => {
    const { org, engineer, queueId } = await withQueue();
    const [anna, ben, officer] = [
      org.as('clinical_safety'),
      org.as('compliance_officer'),
      org.as('compliance_officer'),
    ];
    expect(await labelAll(anna, queueId, kind)).toBe(6);
    expect(await labelAll(ben, queueId, lenient)).toBe(6);
    const { items } = await listDisagreements(officer, { queueId });
    expect(items).toMatchObject([
      { answer: 'odd 4', labels: [{ label: 'fail' }, { label: 'pass' }], decision: null },
    ]);
    await expect(listDisagreements(engineer, { queueId })).rejects.toMatchObject({ code: 'forbidden' });
    const decision = { queueId, ordinal: 4, label: 'fail', reason: 'It is not kind.' };
    await expect(decideCase(ben, decision)).rejects.toMatchObject({
      code: 'precondition',
      message: expect.stringMatching(/Four eyes/),
    });
    await expect(decideCase(engineer, decision)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(decideCase(officer, { ...decision, ordinal: 0 })).rejects.toMatchObject({
      code: 'precondition',
    });
    await decideCase(officer, decision);
    await expect(decideCase(officer, decision)).rejects.toMatchObject({ code: 'conflict' });
    const closed = await closeQueue(engineer, { queueId });
    expect(closed).toMatchObject({
      state: 'closed',
      resultDigest: expect.stringMatching(/^sha256:/),
      result: {
        ...{ cases: 6, people: 2, labelled: 6, incomplete: 0, disagreements: 1, decided: 1 },
        counts: [
          { label: 'pass', cases: 2 },
          { label: 'fail', cases: 4 },
        ],
        // Two by two: 2 both pass, 3 both fail, 1 apart. Po 5/6, Pe (2*3 + 4*3)/36 = 1/2, kappa 2/3.
        agreement: { n: 6, observed: expect.closeTo(5 / 6, 12), cohen: { value: expect.closeTo(2 / 3, 12) } },
      },
    });
    await org.runJobs();
    const [dataset] = (await listDatasets(engineer, { name: 'tone-labels', limit: 5 })).items;
    const { items: versions } = await listDatasetVersions(engineer, {
      datasetId: dataset?.id ?? '',
      limit: 5,
    });
    expect(versions).toMatchObject([{ number: 1, rowCount: 6 }]);
    const rows = await getDatasetRows(engineer, { versionId: versions[0]?.id ?? '', from: 0, limit: 10 });
    expect(rows.items.map(({ metadata }) => metadata)).toEqual([
      { answer: 'kind 0', label: 'pass' },
      { answer: 'kind 1', label: 'pass' },
      ...['rude 2', 'rude 3', 'odd 4', hostile].map((answer) => ({ answer, label: 'fail' })),
    ]);
    await expect(closeQueue(engineer, { queueId })).rejects.toMatchObject({ code: 'precondition' });
    await expect(labelAll(org.as('legal'), queueId, kind)).resolves.toBe(0);
    expect(await org.trail()).toEqual(
      expect.arrayContaining([
        'review.created',
        'review.labelled',
        'review.decided',
        'review.closed',
        'dataset.labels-recorded',
      ]),
    );
  });

  it('leaves out what lacks labels, and does not close over nothing', async () => {
    const { org, engineer, queueId } = await withQueue({ size: 3 });
    await expect(closeQueue(engineer, { queueId })).rejects.toMatchObject({ code: 'precondition' });
    await expect(closeQueue(org.as('viewer'), { queueId })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await labelAll(org.as('legal'), queueId, kind)).toBe(3);
    const closed = await closeQueue(engineer, { queueId });
    expect(closed.result).toMatchObject({
      cases: 3,
      labelled: 0,
      incomplete: 3,
      agreement: { n: 0, krippendorff: { value: null } },
    });
    await org.runJobs();
    expect((await listDatasets(engineer, { name: 'tone-labels', limit: 5 })).items).toEqual([]);
  });

  it('takes the answers of a finished run', async () => {
    const { org, engineer, datasetVersionId } = await withQueue();
    const suite = await createSuite(engineer, {
      text: 'name: any\ndataset: answers@1\nevaluators:\n  - { id: text.length }\n',
    });
    const suiteVersionId = suite.latest?.id ?? '';
    const lines = answers
      .map((_, at) => JSON.stringify({ id: `model-x-${at}`, output: `run ${at}` }))
      .join('\n');
    const bytes = new Blob([lines]).stream();
    const upload = { parameters: { suiteVersionId }, contentType: 'application/jsonl', bytes };
    const { id: runId } = await startRecordedRun(engineer, await receiveRecorded(engineer, upload));
    await expect(createQueue(engineer, queueOf({ name: 'early', runId }))).rejects.toMatchObject({
      message: expect.stringMatching(/finished run/),
    });
    await org.runJobs();
    const queue = await createQueue(engineer, queueOf({ name: 'of-a-run', runId }));
    expect(queue).toMatchObject({ caseCount: 6, runId, datasetVersionId });
    const { item } = await nextItem(org.as('legal'), { queueId: queue.id });
    expect(item?.answer).toBe(`run ${item?.ordinal}`);
    expect((await listQueues(engineer, { limit: 1 })).nextCursor).not.toBeNull();
  });

  it('refuses what cannot be reviewed', async () => {
    const { org, engineer, datasetVersionId } = await withQueue();
    const refused = (more: object, found: object) =>
      expect(createQueue(engineer, queueOf({ name: 'other', ...more }))).rejects.toMatchObject(found);
    await refused({}, { code: 'invalid' });
    await refused({ datasetVersionId, runId: 'run_x' }, { code: 'invalid' });
    await refused({ datasetVersionId, name: 'tone' }, { code: 'conflict' });
    await refused({ datasetVersionId: 'dsv_none' }, { code: 'not_found' });
    for (const bad of [
      { labels: ['one'] },
      { labels: ['a', 'a'] },
      { labels: ['<b>', 'x'] },
      { overlap: 6 },
      { size: 1001 },
    ])
      expect(() => queueOf({ datasetVersionId, ...bad })).toThrow();
    await expect(
      createQueue(org.as('legal'), queueOf({ name: 'x', datasetVersionId })),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
