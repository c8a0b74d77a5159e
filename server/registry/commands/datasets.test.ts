import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ports, world } from '@/db/testing/world';
import type { Ctx } from '@/server/kernel/context';
import {
  countDatasets,
  getDataset,
  getDatasetVersion,
  listDatasets,
  listDatasetVersions,
} from '../queries/datasets';
import { getDatasetRows, readCases, readRows } from '../queries/rows';
import { addDatasetVersion, createDataset, editDataset } from './datasets';
import { receiveUpload } from './receive-upload';

type Kind = 'cases' | 'table';
const csv = 'text/csv';
const jsonl = 'application/jsonl';
const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? Buffer.from(content) : content;

async function* streamed(content: string | Uint8Array) {
  const bytes = bytesOf(content);
  const step = bytes.length > 10_000 ? 65_536 : 7;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

async function upload(ctx: Ctx, datasetId: string, content: string | Uint8Array, contentType = csv) {
  const given = { parameters: { datasetId }, contentType, sizeBytes: null, bytes: streamed(content) };
  return addDatasetVersion(ctx, await receiveUpload(ctx, given));
}

async function withDataset(kind: Kind = 'cases') {
  const org = world();
  const engineer = org.as('ml_engineer');
  const dataset = await createDataset(engineer, { name: 'triage', kind, personalData: 'none' });
  const add = (content: string | Uint8Array, type?: string) => upload(engineer, dataset.id, content, type);
  return { org, engineer, datasetId: dataset.id, add };
}

const two = 'id,input,expected\nb,"Chest pain, left",urgent\na,Cough,\n';
const twoAsJson = '{"id":"a","input":"Cough"}\n{"input":"Chest pain, left","id":"b","expected":"urgent"}\n';

describe('creating and editing a dataset', () => {
  it('stores it with its flags and leaves one event each', async () => {
    const { org, engineer, datasetId } = await withDataset();
    await editDataset(engineer, { datasetId, personalData: 'personal', legalBasis: 'consent' });
    expect(await getDataset(org.as('auditor'), { datasetId })).toMatchObject({ legalBasis: 'consent' });
    expect((await org.events()).at(-1)).toMatchObject({
      type: 'dataset.edited',
      change: [
        { path: '/legalBasis', from: '', to: 'consent' },
        { path: '/personalData', from: 'none', to: 'personal' },
      ],
    });
    expect(await org.trail()).toEqual(['dataset.created', 'dataset.edited']);
  });

  it('is refused to an auditor; a name is taken once; it does not exist elsewhere', async () => {
    const { org, engineer, datasetId } = await withDataset();
    const input = { name: 'triage', kind: 'cases' as const };
    await expect(createDataset(org.as('auditor'), input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createDataset(engineer, input)).rejects.toMatchObject({ code: 'conflict' });
    await expect(editDataset(org.as('auditor'), { datasetId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(editDataset(world().as('ml_lead'), { datasetId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('uploading cases', () => {
  it('counts them and gives the same digest whatever the format and the order', async () => {
    const { org, add } = await withDataset();
    const first = await add(two);
    expect(first).toMatchObject({
      number: 1,
      rowCount: 2,
      columns: ['id', 'input', 'expected'],
      unchanged: false,
    });
    expect(first.fileBytes).toBe(Buffer.byteLength(two));
    expect(await add(twoAsJson, jsonl)).toMatchObject({ id: first.id, unchanged: true });
    expect(await add(`${two}c,Fever,\n`)).toMatchObject({ number: 2, rowCount: 3 });
    expect(await org.trail()).toEqual([
      'dataset.created',
      'dataset.version-added',
      'dataset.version-unchanged',
      'dataset.version-added',
    ]);
    expect(JSON.stringify(await org.events())).not.toContain('Chest');
  });

  it('reads them again from anywhere', async () => {
    const { org, add } = await withDataset();
    const lines = Array.from({ length: 300 }, (_, at) =>
      JSON.stringify({ id: `n${at}`, input: { at: `é${at}` } }),
    );
    const version = await add(lines.join('\n'), jsonl);
    for (const [from, count] of [
      [0, 2],
      [63, 3],
      [64, 1],
      [130, 100],
      [299, 50],
      [300, 1],
    ] as const) {
      const ids = [];
      for await (const one of readCases(ports.files, version, from, count)) ids.push(one.id);
      const expected = Array.from(
        { length: Math.max(0, Math.min(count, 300 - from)) },
        (_, at) => `n${from + at}`,
      );
      expect(ids).toEqual(expected);
    }
    const page = await getDatasetRows(org.as('viewer'), { versionId: version.id, from: 298, limit: 50 });
    expect(page).toMatchObject({ items: [{ id: 'n298' }, { id: 'n299' }], nextFrom: null, rowCount: 300 });
    const first = await getDatasetRows(org.as('viewer'), { versionId: version.id, from: 0, limit: 50 });
    expect(first.nextFrom).toBe(50);
  });

  it('reads nothing from a viewer and records the refusal; elsewhere the dataset does not exist', async () => {
    const { org, datasetId } = await withDataset();
    await expect(upload(org.as('viewer'), datasetId, two)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await org.trail()).at(-1)).toBe('access.denied');
    await expect(upload(world().as('ml_engineer'), datasetId, two)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('uploading a table', () => {
  it('takes any columns; the order of rows counts', async () => {
    const { org, add } = await withDataset('table');
    const first = await add('sex,prediction\nf,1\nm,0\n');
    expect(first).toMatchObject({ columns: ['sex', 'prediction'], rowCount: 2 });
    expect(first.digest).toBe(`sha256:${first.rowsSha256}`);
    expect(await add('sex,prediction\nm,0\nf,1\n')).toMatchObject({ number: 2 });
    const rows = [];
    for await (const row of readRows(ports.files, first)) rows.push(row);
    expect(rows).toEqual([
      { sex: 'f', prediction: '1' },
      { sex: 'm', prediction: '0' },
    ]);
    expect(await getDatasetVersion(org.as('viewer'), { versionId: first.id })).toMatchObject({
      kind: 'table',
    });
  });
});

const long = 'x'.repeat(1_000_001);
const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
const bad: readonly (readonly [string, Kind, string, string | Uint8Array, RegExp])[] = [
  ['an empty file', 'cases', csv, '', /file is empty/],
  ['a header and no rows', 'cases', csv, 'id,input\n', /no rows/],
  ['a ragged row', 'cases', csv, 'id,input\n1,a\n2\n', /line 3 has 1 fields where the header has 2/],
  ['an open quote', 'cases', csv, 'id,input\n1,"a\n', /line 2 is never closed/],
  [
    'invalid UTF-8',
    'cases',
    csv,
    Buffer.from([...Buffer.from('id,input\n1,'), 0xe9, 0x0a]),
    /not UTF-8.*line 2/,
  ],
  ['UTF-16', 'cases', csv, Buffer.from('\ufeffid,input\n1,a\n', 'utf16le'), /UTF-16/],
  ['semicolons', 'cases', csv, 'id;input\n1;a\n', /commas/],
  ['an unknown column', 'cases', csv, 'id,input,answer\n1,a,b\n', /"answer" is not part of a case/],
  ['no id column', 'cases', csv, 'input\na\n', /no column "id"/],
  ['a duplicate column', 'table', csv, 'a,a\n1,2\n', /two columns are called "a"/],
  [
    'too many columns',
    'table',
    csv,
    `${Array.from({ length: 1001 }, (_, at) => `c${at}`)}\n1\n`,
    /limit is 1000/,
  ],
  [
    'a duplicate id',
    'cases',
    csv,
    'id,input\nx,1\ny,2\nx,3\n',
    /line 4 has the id "x" that line 2 has already/,
  ],
  ['an empty id', 'cases', csv, 'id,input\n,1\n', /line 2: id/],
  ['a long id', 'cases', csv, `id,input\n${'x'.repeat(201)},1\n`, /line 2: id/],
  ['a long field', 'cases', csv, `id,input\n1,${long}\n`, /line 2 is longer than 1000000/],
  ['a NUL', 'cases', csv, 'id,input\n1,a\0b\n', /U\+0000/],
  ['a bell', 'cases', csv, 'id,input\n1,a\u0007b\n', /line 2: .*control character/],
  ['an escaped bell', 'cases', jsonl, '{"id":"1","input":"a\\u0007"}', /line 1: .*control character/],
  ['a DEL in a table', 'table', csv, 'a\nx\u007f\n', /line 2: .*control character/],
  ['broken JSON', 'cases', jsonl, '{"id":"1","input":"a"}\n{"id":\n', /line 2 is not JSON/],
  ['a duplicate key', 'cases', jsonl, '{"id":"1","id":"2","input":"a"}', /line 1 .*twice/],
  ['an unknown field', 'cases', jsonl, '{"id":"1","input":"a","label":1}', /line 1: .*label/],
  ['no input', 'cases', jsonl, '{"id":"1"}', /line 1: input/],
  ['deep nesting', 'cases', jsonl, `{"id":"1","input":"a","expected":${deep}}`, /line 1 .*deeper than 32/],
  ['half a surrogate', 'cases', jsonl, '{"id":"1","input":"\\ud800"}', /line 1 .*surrogate/],
  [
    'a huge integer',
    'cases',
    jsonl,
    '{"id":"1","input":"a","expected":12345678901234567890}',
    /line 1 .*2\^53/,
  ],
  ['only empty lines', 'cases', jsonl, '\n\n', /no lines/],
  ['a list in a table', 'table', jsonl, '{"a":[1]}', /line 1: column "a" holds a list/],
  ['other columns later', 'table', jsonl, '{"a":1}\n{"b":1}', /line 2: the columns differ/],
  ['a row that is no object', 'table', jsonl, '[1]', /line 1: the row is not an object/],
];

describe('bad input', () => {
  it.each(bad)('refuses %s by line and limit, and keeps nothing', async (_, kind, type, content, message) => {
    const { org, add } = await withDataset(kind);
    const folder = folderOfFiles();
    const before = readdirSync(folder, { recursive: true }).length;
    await expect(add(content, type)).rejects.toMatchObject({ code: 'invalid', message });
    expect(readdirSync(folder, { recursive: true }).length).toBe(before);
    expect(await org.trail()).toEqual(['dataset.created']);
  });

  it('keeps a backslash before a u, which is no control character', async () => {
    const { add } = await withDataset();
    expect(await add('id,input\n1,\\u0007\n')).toMatchObject({ rowCount: 1 });
  });

  it('drops the byte order mark that spreadsheets write', async () => {
    const { add } = await withDataset();
    expect(await add(`\ufeff${two}`)).toMatchObject({ columns: ['id', 'input', 'expected'] });
  });

  it('refuses a content type it cannot read and a length above the limit before reading', async () => {
    const { engineer, datasetId } = await withDataset();
    const given = { parameters: { datasetId }, sizeBytes: 1_000_000_001, bytes: streamed(two) };
    await expect(receiveUpload(engineer, { ...given, contentType: 'application/pdf' })).rejects.toMatchObject(
      {
        message: expect.stringMatching(/text\/csv or application\/jsonl/),
      },
    );
    await expect(receiveUpload(engineer, { ...given, contentType: csv })).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/1000 MB/),
    });
  });
});

describe('listing datasets', () => {
  it('filters, pages and counts', async () => {
    const { org, engineer, datasetId, add } = await withDataset();
    await createDataset(engineer, { name: 'predictions', kind: 'table' });
    await add(two);
    await add(`${two}c,Fever,\n`);
    const viewer = org.as('viewer');
    const names = async (input: object) =>
      (await listDatasets(viewer, { limit: 50, ...input })).items.map(({ name }) => name);
    expect(await names({})).toEqual(['predictions', 'triage']);
    expect(await names({ kind: 'cases' })).toEqual(['triage']);
    expect(await names({ personalData: 'unknown' })).toEqual(['predictions']);
    const page = await listDatasetVersions(viewer, { datasetId, limit: 1 });
    expect(page.items.map(({ number }) => number)).toEqual([2]);
    const rest = await listDatasetVersions(viewer, {
      datasetId,
      limit: 1,
      cursor: page.nextCursor ?? undefined,
    });
    expect(rest).toMatchObject({ items: [{ number: 1 }], nextCursor: null });
    expect(await countDatasets(viewer, {})).toEqual({
      datasets: 2,
      personal: 0,
      unclassified: 1,
      versions: 2,
    });
  });
});

/** The world's file store hides its folder; a file in it shows where it is. */
function folderOfFiles(): string {
  const stream = ports.files.open('0'.repeat(64)) as unknown as {
    path: string;
    on: (e: string, f: () => void) => void;
  };
  stream.on('error', () => undefined);
  return stream.path.slice(0, -68);
}
