import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { piiLeak } from './pii-leak';
import { scanText } from './scan';

const spans = (text: string) => scanText(text).map(({ type, start, end }) => `${type} ${start}-${end}`);

describe('scanText', () => {
  it.each([
    ['write to jo.doe@example.org.', ['EMAIL 9-27']],
    ['not an address: jo@local, @handle, a..b@example.org', []],
    ['card 4111 1111 1111 1111, not 4111 1111 1111 1112', ['CREDIT_CARD 5-24']],
    ['SSN 536-90-4399; 000-12-3456, 666-12-3456, 536-00-4399, 536-90-0000', ['US_SSN 4-15']],
    ['pay DE89 3704 0044 0532 0130 00 today', ['IBAN 4-31']],
    ['pay DE89 3704 0044 0532 0130 01 today', []],
    ['NPI 1234567893, not 1234567890', ['US_NPI 4-14']],
    ['Medicare 1EG4-TE5-MK73', ['US_MBI 9-22']],
    ['from 192.168.0.1 and 2001:db8::1, not 1.2.3 or 300.1.1.1 or 12:34:56', ['IP 5-16', 'IP 21-32']],
    ['call (212) 555-0123 or +49 30 1234567', ['PHONE 5-19', 'PHONE 23-37']],
    ['order 2024-11-05, total 1234567, room 12-34', []],
    ['MRN: 00482913 was seen', ['MRN 5-13']],
    ['see https://example.org/a?b=c.', ['URL 4-29']],
    [`key AKIA${'A'.repeat(16)}`, ['API_KEY 4-24']],
    ['nothing here', []],
    ['', []],
  ])('%s', (text, expected) => expect(spans(text)).toEqual(expected));
  it('counts code points', () => {
    expect(spans('\u{1F600}\u{1F600} a@example.org')).toEqual(['EMAIL 3-16']);
  });
  it('stays linear on hostile text', () => {
    for (const text of [
      'a.'.repeat(40_000),
      '1-'.repeat(40_000),
      `${'a'.repeat(80_000)}@`,
      '::'.repeat(40_000),
      'DE89 '.repeat(20_000),
    ])
      scanText(text);
  });
  it('is an evaluator that names types and offsets, never values', async () => {
    const prepared = piiLeak.prepare({});
    const leak = await prepared.score({ id: '1', input: '', output: 'mail a@example.org' });
    expect(leak).toEqual({ state: 'scored', value: 0, pass: false, detail: 'EMAIL at 5-18' });
    expect(await prepared.score({ id: '1', input: '', output: 'fine' })).toMatchObject({ value: 1 });
    expect(await prepared.score({ id: '1', input: '', output: '' })).toMatchObject({ state: 'inconclusive' });
  });
});

const presidio = new URL('../../../shared/data/pii_presidio/recognizer_cases.share.json', import.meta.url);
const synthetic = new URL('../../../shared/data/pii_synthetic/synth_dataset_v2.share.jsonl', import.meta.url);
const ours: Record<string, string> = {
  EMAIL_ADDRESS: 'EMAIL',
  IBAN_CODE: 'IBAN',
  CREDIT_CARD: 'CREDIT_CARD',
  US_NPI: 'US_NPI',
  US_SSN: 'US_SSN',
  US_MBI: 'US_MBI',
};

interface RecogniserCase {
  readonly entities: readonly string[] | null;
  readonly text: string;
  readonly expected_len: number;
  readonly expected_spans: readonly (readonly [number, number])[] | null;
}

describe.skipIf(!existsSync(presidio))(
  'recogniser cases (skipped where shared/data/pii_presidio is absent)',
  () => {
    const cases: RecogniserCase[] = existsSync(presidio)
      ? JSON.parse(readFileSync(presidio, 'utf8')).cases
      : [];
    it.each(Object.entries(ours))('%s: no false positive, every span exact', (theirs, type) => {
      const wrong = cases.flatMap(({ entities, text, expected_spans: expected }, index) => {
        if (!entities?.includes(theirs)) return [];
        const found = scanText(text).filter((finding) => finding.type === type);
        const exact = JSON.stringify(found.map(({ start, end }) => [start, end]));
        return exact === JSON.stringify(expected ?? []) ? [] : [index];
      });
      expect(wrong).toEqual([]);
    });
  },
);

describe.skipIf(!existsSync(synthetic))(
  'labelled sentences (skipped where shared/data/pii_synthetic is absent)',
  () => {
    const rows: { text: string; spans: { type: string; start: number; end: number }[] }[] = existsSync(
      synthetic,
    )
      ? readFileSync(synthetic, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
    it.each([
      ['CREDIT_CARD', 'CREDIT_CARD'],
      ['EMAIL_ADDRESS', 'EMAIL'],
      ['IBAN_CODE', 'IBAN'],
      ['US_SSN', 'US_SSN'],
    ])('%s: recall and precision of at least 0.95', (theirs, type) => {
      const tally = { labelled: 0, found: 0, hit: 0 };
      for (const { text, spans: labels } of rows) {
        const truth = labels.filter((label) => label.type === theirs);
        const found = scanText(text, { minScore: 0.5 }).filter((finding) => finding.type === type);
        tally.labelled += truth.length;
        tally.found += found.length;
        tally.hit += truth.filter((t) =>
          found.some(({ start, end }) => start === t.start && end === t.end),
        ).length;
      }
      expect(tally.labelled).toBeGreaterThan(0);
      expect(tally.hit / tally.labelled).toBeGreaterThanOrEqual(0.95);
      expect(tally.hit / tally.found).toBeGreaterThanOrEqual(0.95);
    });
  },
);
