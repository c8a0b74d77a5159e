import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { world } from '@/db/testing/world';
import { startLangfuseServer } from '@/e2e/fixtures/langfuse-server';
import { langfuseLimits } from '@/evaluators/langfuse/source';
import { getDatasetRows } from '../queries/rows';
import { bringLangfuse } from './bring-langfuse';
import { addDatasetVersion, createDataset } from './datasets';
import { receiveUpload } from './receive-upload';

const item = (id: string, more: object = {}) => ({
  id,
  status: 'ACTIVE',
  input: { question: `What is ${id}?` },
  expectedOutput: `About ${id}`,
  metadata: { topic: 'terms' },
  sourceTraceId: `trace-${id}`,
  sourceObservationId: null,
  datasetId: 'id-terms',
  datasetName: 'terms/v1',
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  ...more,
});
const keys = { publicKey: 'pk-lf-1', secretKey: 'sk-lf-2' };
const items = [
  ...Array.from({ length: 250 }, (_, at) => item(`i${at}`)),
  item('old', { status: 'ARCHIVED' }),
  item('chat', { input: [{ role: 'user', content: 'Hi' }], metadata: null, sourceTraceId: null }),
  item('plain', { input: 'text', expectedOutput: { level: 'urgent' }, metadata: 'note' }),
];
const langfuse = await startLangfuseServer({
  version: 4,
  ...keys,
  datasets: { 'terms/v1': items, none: [] },
});
vi.stubEnv('COUNTERSIGN_TARGET_KEY_LF', '127.0.0.1 pk-lf-1:sk-lf-2');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_WRONG', '127.0.0.1 pk-lf-1:sk-lf-9');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_HALF', '127.0.0.1 sk-lf-2');
vi.stubEnv('COUNTERSIGN_TARGET_KEY_ELSEWHERE', 'cloud.langfuse.com pk:sk');
afterEach(() => {
  langfuse.fault = null;
});
afterAll(() => langfuse.close());

async function withDataset(kind: 'cases' | 'table' = 'cases') {
  const org = world();
  const engineer = org.as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'terms', kind });
  const source = { kind: 'dataset', dataset: 'terms/v1' } as const;
  const input = { datasetId, baseUrl: langfuse.url, keyRef: 'COUNTERSIGN_TARGET_KEY_LF', source };
  return {
    org,
    engineer,
    datasetId,
    input,
    bring: (over: object = {}) => bringLangfuse(engineer, { ...input, ...over }),
  };
}

describe('a dataset from Langfuse', () => {
  it('becomes a version with its origin, to the last page, without what is archived', async () => {
    const { org, engineer, bring } = await withDataset();
    const version = await bring();
    expect(version).toMatchObject({
      number: 1,
      rowCount: 252,
      columns: ['id', 'input', 'expected', 'metadata'],
      origin: { tool: 'langfuse', host: new URL(langfuse.url).host, taken: 252, archived: 1 },
      unchanged: false,
    });
    const { items: rows } = await getDatasetRows(engineer, { versionId: version.id, from: 0, limit: 1 });
    expect(rows[0]).toEqual({
      id: 'i0',
      input: { question: 'What is i0?' },
      expected: 'About i0',
      metadata: { topic: 'terms', langfuse: { traceId: 'trace-i0' } },
    });
    const last = await getDatasetRows(engineer, { versionId: version.id, from: 250, limit: 2 });
    expect(last.items).toEqual([
      { id: 'chat', input: [{ role: 'user', content: 'Hi' }], expected: 'About chat' },
      {
        id: 'plain',
        input: 'text',
        expected: { level: 'urgent' },
        metadata: { value: 'note', langfuse: { traceId: 'trace-plain' } },
      },
    ]);
    expect((await org.trail()).at(-1)).toBe('dataset.version-added');
    expect(await bring()).toMatchObject({ unchanged: true, number: 1 });
    expect((await org.trail()).at(-1)).toBe('dataset.version-unchanged');
  });

  it('is asked by nobody who may not add versions, and belongs to its organisation', async () => {
    const { org, input } = await withDataset();
    const before = langfuse.requests.length;
    await expect(bringLangfuse(org.as('viewer'), input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(bringLangfuse(world().as('ml_engineer'), input)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(langfuse.requests).toHaveLength(before);
  });

  it('does not fit into a table', async () => {
    const { bring } = await withDataset('table');
    await expect(bring()).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('is a table'),
    });
  });

  it.each([
    [{ keyRef: 'COUNTERSIGN_TARGET_KEY_WRONG' }, 'keyRef', /refuses the keys/],
    [{ keyRef: 'COUNTERSIGN_TARGET_KEY_HALF' }, 'keyRef', /pk:sk/],
    [{ keyRef: 'COUNTERSIGN_TARGET_KEY_ELSEWHERE' }, 'keyRef', /is a key for cloud.langfuse.com/],
    [{ keyRef: 'COUNTERSIGN_TARGET_KEY_NONE' }, 'keyRef', /no variable/],
    [{ source: { kind: 'dataset', dataset: 'nobody' } }, 'source.dataset', /has no dataset nobody/],
    [{ source: { kind: 'dataset', dataset: 'none' } }, 'source', /no items/],
    [{ baseUrl: 'http://169.254.169.254' }, 'baseUrl', /never allowed/],
    [{ baseUrl: 'ftp://127.0.0.1' }, 'baseUrl', /http/],
  ])('names what is wrong: %j', async (over, field, message) => {
    const { org, bring } = await withDataset();
    const before = await org.trail();
    const refused = {
      code: 'invalid',
      message: expect.stringMatching(message),
      details: { fields: { [field]: [expect.any(String)] } },
    };
    await expect(bring(over)).rejects.toMatchObject(refused);
    expect(await org.trail()).toEqual(before);
  });

  const body = (value: unknown) => JSON.stringify(value);
  const meta = (page: number, totalPages = 9, totalItems = 900) => ({
    page,
    limit: 100,
    totalItems,
    totalPages,
  });
  it.each([
    ['a page of HTML', () => ['text/html', '<html>Sign in</html>'], /page of HTML/],
    ['broken JSON', () => ['application/json', '{"data":['], /not valid JSON/],
    ['another form', () => ['application/json', '{"items":[]}'], /unknown form: data/],
    [
      'the same page for ever',
      () => ['application/json', body({ data: [item('a')], meta: meta(1) })],
      /page 1 .*instead of page 2/,
    ],
    [
      'items that repeat',
      (calls: number) => ['application/json', body({ data: [item('a')], meta: meta(calls) })],
      /"a" came twice/,
    ],
    [
      'fewer than it says',
      () => ['application/json', body({ data: [item('a')], meta: meta(1, 1) })],
      /1 of 900/,
    ],
    [
      'an item without an id',
      () => ['application/json', body({ data: [{}], meta: meta(1, 1) })],
      /has no id/,
    ],
    [
      'an item without input',
      () => ['application/json', body({ data: [item('a', { input: null })], meta: meta(1, 1, 1) })],
      /item "a" has no input/,
    ],
    [
      'a huge item',
      () => [
        'application/json',
        body({ data: [item('a', { input: 'x'.repeat(1_000_001) })], meta: meta(1, 1, 1) }),
      ],
      /item "a": input: .*1000000/,
    ],
    ['a huge answer', () => ['application/json', `"${'x'.repeat(6_000_000)}"`], /larger than 5242880 bytes/],
    ['its keys', () => ['application/json', body({ data: 'Basic sk-lf-2' })], /unknown form/],
  ] as const)('is refused when it answers with %s', async (_, make, message) => {
    const { org, bring } = await withDataset();
    const before = await org.trail();
    let calls = 0;
    langfuse.fault = (_path, _calls, response) => {
      calls += 1;
      const [type = '', text = ''] = make(calls);
      response.writeHead(200, { 'content-type': type }).end(text);
      return true;
    };
    await expect(bring()).rejects.toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
    expect(await org.trail()).toEqual(before);
    expect(calls).toBeLessThan(10);
  });

  it('waits when it is told to, and not for long', async () => {
    const { bring } = await withDataset();
    let limited = 1;
    langfuse.fault = (_path, _calls, response) => {
      if (limited-- <= 0) return false;
      response
        .writeHead(429, { 'content-type': 'application/json', 'retry-after': '0.05' })
        .end('{"message":"slow down"}');
      return true;
    };
    expect(await bring()).toMatchObject({ rowCount: 252 });
    langfuse.fault = (_path, _calls, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end('{"message":"for sk-lf-2"}');
      return true;
    };
    const refused = bring();
    await expect(refused).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('429') });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('sk-lf-2') });
  });

  it('has a limit of items', async () => {
    const { bring } = await withDataset();
    langfuse.fault = (path, calls, response) => {
      const data = Array.from({ length: 10_000 }, (_, at) => ({
        id: `${calls}-${at}`,
        input: 'x',
        datasetId: 'd',
      }));
      const page = Number(/page=(\d+)/.exec(langfuse.requests.at(-1) ?? '')?.[1]);
      const text = body({ data, meta: { page, totalPages: 1_000_000 } });
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      return path !== '';
    };
    const refused = {
      code: 'limit',
      message: expect.stringContaining(`more than ${langfuseLimits.items} dataset items`),
    };
    await expect(bring()).rejects.toMatchObject(refused);
  });
});

describe('a file that Langfuse exported', () => {
  const sent = (text: string) =>
    (async function* () {
      yield Buffer.from(text);
    })();
  const csv = `id,datasetId,status,input,expectedOutput,metadata,sourceTraceId
a,d,ACTIVE,"{""question"":""Why?""}",Because,"{""topic"":""x""}",t1
b,d,ARCHIVED,x,y,,
c,d,ACTIVE,plain text,,,
`;
  it.each([
    ['application/json', JSON.stringify([item('a'), item('b', { status: 'ARCHIVED' }), item('c')])],
    ['application/json', JSON.stringify({ data: [item('a'), item('b', { status: 'archived' }), item('c')] })],
    [
      'application/jsonl',
      [item('a'), item('b', { status: 'ARCHIVED' }), item('c')].map((one) => JSON.stringify(one)).join('\n'),
    ],
    ['text/csv', csv],
  ])('is a version of its items: %s', async (contentType, text) => {
    const { engineer, datasetId } = await withDataset();
    const given = {
      parameters: { datasetId, from: 'langfuse' },
      contentType,
      sizeBytes: null,
      bytes: sent(text),
    };
    const version = await addDatasetVersion(engineer, await receiveUpload(engineer, given));
    expect(version).toMatchObject({
      rowCount: 2,
      origin: { tool: 'langfuse', host: null, source: null, taken: 2, archived: 1 },
    });
  });

  it.each([
    ['application/json', '{"data":', /not JSON/],
    ['application/json', '[]', /no entries/],
    ['application/json', '[1]', /entry 1 is not an object/],
    [
      'application/json',
      JSON.stringify([item('a'), item('a')]),
      /case 2 has the id "a" that case 1 has already/,
    ],
    ['application/jsonl', JSON.stringify(item('b', { status: 'ARCHIVED' })), /all 1 items are archived/],
    ['text/html', '<html>', /Content-Type must be/],
  ])('is refused: %s %s', async (contentType, text, message) => {
    const { org, engineer, datasetId } = await withDataset();
    const before = await org.trail();
    const given = {
      parameters: { datasetId, from: 'langfuse' },
      contentType,
      sizeBytes: null,
      bytes: sent(text),
    };
    await expect(receiveUpload(engineer, given)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message),
    });
    expect(await org.trail()).toEqual(before);
  });
});
