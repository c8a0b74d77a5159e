import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ports, world } from '@/db/testing/world';
import type { SuiteCase } from '@/evaluators/suite';
import { readCases, readRows } from '../queries/rows';
import { addDatasetVersion, createDataset } from './datasets';
import { receiveUpload } from './receive-upload';

const data = (path: string) => new URL(`../../../../shared/data/${path}`, import.meta.url);
const [truthful, counts] = [data('truthfulqa/TruthfulQA.csv'), data('truthfulqa/expected.json')];
const questions = data('mt_bench/data/mt_bench/question.jsonl');
const references = data('mt_bench/data/mt_bench/reference_answer/gpt-4.jsonl');

async function uploaded(kind: 'cases' | 'table', contentType: string, content: Uint8Array | string) {
  const engineer = world().as('ml_engineer');
  const { id: datasetId } = await createDataset(engineer, { name: 'public', kind });
  const bytes = (async function* () {
    yield Buffer.from(content);
  })();
  const given = { parameters: { datasetId }, contentType, sizeBytes: null, bytes };
  return addDatasetVersion(engineer, await receiveUpload(engineer, given));
}
async function collected<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
const jsonLines = (items: readonly object[]) => items.map((one) => JSON.stringify(one)).join('\n');
const tally = (keys: readonly string[]) =>
  keys.reduce<Record<string, number>>((sum, key) => ({ ...sum, [key]: (sum[key] ?? 0) + 1 }), {});
const answers = (text: unknown) =>
  String(text)
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean);

describe.skipIf(!existsSync(truthful))('TruthfulQA (skipped where shared/data/truthfulqa is absent)', () => {
  it('comes in with every question, category and reference answer', async () => {
    const version = await uploaded('table', 'text/csv', readFileSync(truthful));
    const rows = await collected(readRows(ports.files, version));
    const expected = JSON.parse(readFileSync(counts, 'utf8'));
    expect(version.rowCount).toBe(790);
    expect(tally(rows.map((row) => String(row['Type'])))).toEqual({
      Adversarial: 425,
      'Non-Adversarial': 365,
    });
    const categories = tally(rows.map((row) => String(row['Category'])));
    expect(categories).toEqual(expected.per_category);
    expect(Object.keys(categories)).toHaveLength(37);
    expect(rows.flatMap((row) => answers(row['Correct Answers']))).toHaveLength(2777);
    expect(rows.flatMap((row) => answers(row['Incorrect Answers']))).toHaveLength(3251);
    const cases = rows.map((row, at) => ({
      ...{ id: `q${at}`, input: row['Question'], expected: answers(row['Correct Answers']) },
      metadata: { category: row['Category'], incorrect: answers(row['Incorrect Answers']) },
    }));
    const added = await uploaded('cases', 'application/jsonl', jsonLines(cases));
    const back: SuiteCase[] = await collected(readCases(ports.files, added));
    expect(back).toEqual(cases);
    expect(back.reduce((sum, { expected: all }) => sum + (all as string[]).length, 0)).toBe(2777);
  });
});

describe.skipIf(!existsSync(questions))('MT-Bench (skipped where shared/data/mt_bench is absent)', () => {
  it('comes in as 80 questions of two turns in 8 categories, with 30 references', async () => {
    const read = (file: URL) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    const reference = new Map(read(references).map((one) => [one.question_id, one.choices[0].turns]));
    const cases = read(questions).map(({ question_id: id, category, turns }) => ({
      id: String(id),
      input: turns.map((content: string) => ({ role: 'user', content })),
      ...(reference.has(id) && { expected: reference.get(id) }),
      metadata: { category },
    }));
    const version = await uploaded('cases', 'application/jsonl', jsonLines(cases));
    const back: SuiteCase[] = await collected(readCases(ports.files, version));
    expect(version.rowCount).toBe(80);
    expect(back.every(({ input }) => Array.isArray(input) && input.length === 2)).toBe(true);
    const categories = tally(back.map(({ metadata }) => String(metadata?.['category'])));
    expect(Object.values(categories)).toEqual(Array(8).fill(10));
    expect(back.filter(({ expected }) => expected !== undefined)).toHaveLength(30);
  });
});
