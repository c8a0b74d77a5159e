import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { world } from '@/db/testing/world';
import { levels, withSuite } from '@/db/testing/with-suite';
import { startLangfuseServer } from '@/e2e/fixtures/langfuse-server';
import { bringLangfuse } from '@/server/registry/commands/bring-langfuse';
import { createDataset } from '@/server/registry/commands/datasets';
import { bringRecorded } from './commands/bring-recorded';
import { receiveRecorded } from './commands/receive-recorded';
import { startRecordedRun } from './commands/runs';
import { listRunResults } from './queries/results';
import { getRun } from './queries/runs';

const began = Date.parse('2026-11-01T10:00:00Z');
const second = (at: number) => new Date(began + at * 1000).toISOString();

/** A trace with a root that answers and a call to a model below it. */
const trace = (at: number, more: { name?: string; output?: unknown; generation?: object } = {}) => ({
  id: `trace${at}`,
  timestamp: second(at),
  name: more.name ?? 'triage',
  tags: ['prod', at % 2 === 0 ? 'even' : 'odd'],
  input: `Chest pain, patient ${at}`,
  output: 'output' in more ? more.output : (levels[at % 4]?.[1] ?? ''),
  metadata: { caseId: `c${at}` },
  latency: 2,
  totalCost: 0.0003,
  observations: [
    {
      id: `root${at}`,
      type: 'SPAN',
      parentObservationId: null,
      startTime: second(at),
      endTime: second(at + 2),
      input: `Chest pain, patient ${at}`,
      output: 'output' in more ? more.output : (levels[at % 4]?.[1] ?? ''),
      metadata: { caseId: `c${at}` },
    },
    {
      id: `call${at}`,
      type: 'GENERATION',
      parentObservationId: `root${at}`,
      startTime: second(at),
      endTime: second(at + 1),
      model: 'gpt-4o-mini-2024-07-18',
      usageDetails: { input: 80, input_cached_tokens: 20, output: 5, output_reasoning_tokens: 2, total: 107 },
      costDetails: { input: 0.0001, output: 0.0002, total: 0.0003 },
      timeToFirstToken: 0.25,
      ...more.generation,
    },
  ],
});
const traces = [
  ...Array.from({ length: 30 }, (_, at) => trace(at)),
  trace(30, { output: null }),
  trace(31, { generation: { model: undefined, usageDetails: {}, costDetails: {} } }),
  trace(99, { name: 'other' }),
];
const runs = { 'triage/nightly': traces.map(({ id }, at) => ({ datasetItemId: `c${at}`, traceId: id })) };
const project = {
  publicKey: 'pk-lf-1',
  secretKey: 'sk-lf-2',
  datasets: { triage: [] },
  traces,
  runs,
  pageSize: 7,
};
const servers = {
  3: await startLangfuseServer({ version: 3, ...project }),
  4: await startLangfuseServer({ version: 4, ...project }),
} as const;
vi.stubEnv('COUNTERSIGN_TARGET_KEY_LF', '127.0.0.1 pk-lf-1:sk-lf-2');
afterEach(() => {
  for (const server of Object.values(servers)) server.fault = null;
});
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

const keyRef = 'COUNTERSIGN_TARGET_KEY_LF';
const nightly = { kind: 'run', dataset: 'triage', run: 'nightly' } as const;
const day = { kind: 'traces', from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' } as const;

describe.each([3, 4] as const)('answers that Langfuse %i keeps', (version) => {
  const { url: baseUrl } = servers[version];

  it('of a dataset run are judged with what it knows of them', async () => {
    const { org, engineer, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
    const { id: runId } = await bringRecorded(engineer, { suiteVersionId, baseUrl, keyRef, source: nightly });
    expect((await org.trail()).at(-1)).toBe('run.started');
    await org.runJobs();
    const run = await getRun(engineer, { runId });
    expect(run).toMatchObject({
      source: 'recorded',
      state: 'finished',
      origin: {
        tool: 'langfuse',
        host: new URL(baseUrl).host,
        source: nightly,
        taken: 32,
        leftOut: { noCase: 0, noOutput: 1, further: 0 },
        missing: { model: 1, usage: 1, costUsd: version === 3 ? 1 : 1, latencyMs: 0 },
      },
      cost: '0.0093',
      summary: { cases: { total: 40, missing: 8 } },
    });
    const { items } = await listRunResults(engineer, { runId, limit: 50 });
    expect(items[0]).toMatchObject({
      caseId: 'c0',
      state: 'passed',
      model: 'gpt-4o-mini-2024-07-18',
      usage: { inputTokens: 100, outputTokens: 7, cachedTokens: 20, reasoningTokens: 2 },
      cost: '0.0003',
      latencyMs: 2000,
      firstTokenMs: 250,
    });
    const bare = items.find(({ caseId }) => caseId === 'c31');
    expect(bare).toMatchObject({ model: null, usage: null, cost: null });
  });

  it('of traces are judged by name, tag and time, and by the id in their metadata', async () => {
    const { org, engineer, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
    const source = { ...day, name: 'triage', tags: ['prod', 'even'] };
    const given = { suiteVersionId, baseUrl, keyRef, source, caseKey: 'caseId' };
    const { id: runId } = await bringRecorded(engineer, given);
    await org.runJobs();
    expect(await getRun(engineer, { runId })).toMatchObject({
      state: 'finished',
      origin: { source, taken: 15, leftOut: { noCase: 0, noOutput: 1, further: 0 } },
    });
    const late = { ...day, to: '2026-11-01T10:00:05Z' };
    const few = await bringRecorded(engineer, { ...given, source: late });
    expect(few.origin).toMatchObject({ taken: 5 });
  });

  it('of traces find the cases that were made of them', async () => {
    const org = world();
    const engineer = org.as('ml_engineer');
    const { id: datasetId } = await createDataset(engineer, { name: 'seen', kind: 'cases' });
    const source = { ...day, name: 'triage' };
    const made = await bringLangfuse(engineer, { datasetId, baseUrl, keyRef, source });
    expect(made).toMatchObject({ rowCount: 32, origin: { source, taken: 32, archived: 0 } });
  });

  it('are refused when none belongs to a case, or there is none', async () => {
    const { org, engineer, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
    const before = await org.trail();
    const given = { suiteVersionId, baseUrl, keyRef };
    const refused = (
      source: Parameters<typeof bringRecorded>[1]['source'],
      message: RegExp,
      field = 'source',
    ) =>
      expect(bringRecorded(engineer, { ...given, source })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(message),
        details: { fields: { [field]: [expect.any(String)] } },
      });
    await refused(day, /None of 33 answers can be judged: 33 belong to no case/);
    await refused({ ...day, name: 'nobody' }, /no answers there/);
    await refused({ ...nightly, run: 'nobody' }, /no run nobody of triage/, 'source.run');
    await refused({ ...nightly, dataset: 'nobody' }, /no run nightly of nobody/, 'source.run');
    expect(await org.trail()).toEqual(before);
  });

  it('are not asked for by somebody who may not run, nor over the suite of another organisation', async () => {
    const { org, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
    const before = servers[version].requests.length;
    const given = { suiteVersionId, baseUrl, keyRef, source: nightly };
    await expect(bringRecorded(org.as('viewer'), given)).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = world().as('ml_engineer');
    await expect(bringRecorded(stranger, given)).rejects.toMatchObject({ code: 'not_found' });
    expect(servers[version].requests).toHaveLength(before);
  });
});

it('a cursor that turns in a circle is refused', async () => {
  const { engineer, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
  servers[4].fault = (path, _calls, response) => {
    if (!path.endsWith('observations')) return false;
    const text = JSON.stringify({ data: [{ id: 'a', traceId: 't' }], meta: { cursor: 'again' } });
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    return true;
  };
  const given = { suiteVersionId, baseUrl: servers[4].url, keyRef, source: day };
  await expect(bringRecorded(engineer, given)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('turn in a circle'),
  });
});

it('an output that is too long is refused', async () => {
  const long = await startLangfuseServer({
    version: 3,
    ...project,
    traces: [trace(0, { output: 'x'.repeat(1_000_001) })],
  });
  const { engineer, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
  const given = { suiteVersionId, baseUrl: long.url, keyRef, source: day, caseKey: 'caseId' };
  await expect(bringRecorded(engineer, given)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('output of trace trace0 has more than 1000000'),
  });
  await long.close();
});

describe('a file that Langfuse exported', () => {
  const receive = async (text: string, contentType: string, caseKey?: string) => {
    const { org, engineer, suiteVersionId } = await withSuite('http://127.0.0.1:9/v1');
    const bytes = (async function* () {
      yield Buffer.from(text);
    })();
    const parameters = { suiteVersionId, from: 'langfuse', ...(caseKey && { caseKey }) };
    const given = await receiveRecorded(engineer, { parameters, contentType, bytes });
    const { id: runId } = await startRecordedRun(engineer, given);
    await org.runJobs();
    const { items } = await listRunResults(engineer, { runId, limit: 50 });
    return { run: await getRun(engineer, { runId }), items };
  };
  const exported = {
    id: 'c1',
    name: 'triage',
    input: 'x',
    output: { role: 'assistant', content: 'urgent' },
    latency: 1.5,
    usage: { promptTokens: '12', completionTokens: '3', totalTokens: '15' },
    totalCost: '0.00012',
  };

  it('of traces takes over what stands in it', async () => {
    const { run, items } = await receive(JSON.stringify([exported]), 'application/json');
    expect(run).toMatchObject({
      origin: { host: null, taken: 1, missing: { model: 1, usage: 0, costUsd: 0 } },
    });
    expect(items[0]).toMatchObject({
      output: 'urgent',
      latencyMs: 1500,
      cost: '0.00012',
      usage: { inputTokens: 12, outputTokens: 3 },
    });
  });

  it('of traces with zeros knows nothing of tokens and costs', async () => {
    const bare = {
      ...exported,
      usage: { promptTokens: '0', completionTokens: '0' },
      totalCost: null,
      latency: 0,
    };
    const { run } = await receive(JSON.stringify(bare), 'application/jsonl');
    expect(run.origin?.missing).toEqual({ model: 1, usage: 1, costUsd: 1, latencyMs: 1 });
  });

  it('of observations is put together as traces', async () => {
    const rows = traces
      .slice(0, 3)
      .flatMap(({ id, observations }) => observations.map((one) => ({ ...one, traceId: id })));
    const { run } = await receive(JSON.stringify(rows), 'application/json', 'caseId');
    expect(run.origin).toMatchObject({ taken: 3, missing: { model: 0, usage: 0, costUsd: 0, latencyMs: 0 } });
  });

  it('may be a table', async () => {
    const csv = 'id,output,metadata,latency\nt1,urgent,"{""caseId"": ""c1""}",0.5\nt2,x,,\n';
    const { run } = await receive(csv, 'text/csv', 'caseId');
    expect(run.origin).toMatchObject({ taken: 1, leftOut: { noCase: 1 } });
  });
});
