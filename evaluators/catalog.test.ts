import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { catalog } from './catalog';
import { describeEvaluator } from './describe';
import { prepareSuite, Suite } from './suite';

const all = catalog.map((one) => [one.id, one] as const);
const sample = {
  ...{ id: '1', input: 'q', output: '', expected: 'x' },
  ...{ context: ['x'], metadata: { relevant: ['x'], claim: 'c' } },
};
const parts = ['right-answer', 'polite'].map((as) => ({ id: 'text.equals', as, params: { value: 'x' } }));
const hostile = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '['.repeat(3000),
  '<'.repeat(3000),
  '{"a":'.repeat(500),
  '𝒳'.repeat(2000),
];

describe('every evaluator', () => {
  it.each(all)('%s: its example fits a suite file, there and back', (id, one) => {
    const { yaml, parameters, kind, schema } = describeEvaluator(one);
    const evaluators = [...(id === 'composite.weighted' ? parts : []), ...(parse(yaml) as object[])];
    const file = stringify({ name: 'a', dataset: 'b@1', evaluators });
    const suite = Suite.parse(parse(file));
    expect(Suite.parse(parse(stringify(suite)))).toEqual(suite);
    expect(prepareSuite(suite).at(-1)?.evaluator.id).toBe(id);
    expect(kind).not.toBeNull();
    expect(schema['type']).toBe('object');
    for (const { name, description } of parameters) expect(`${name}: ${description}`).not.toBe(`${name}: `);
  });
  it.each(all)('%s: documents itself, and a figure has a formula over items', (_, one) => {
    expect(one.docs.summary.length).toBeGreaterThan(20);
    expect(one.docs.formula.length).toBeGreaterThan(3);
    expect(one.docs.source.length).toBeGreaterThan(5);
    const prepared = one.prepare(one.docs.example ?? {});
    expect(prepared.kind === 'figure' ? prepared.figure : true).toBeTruthy();
  });
  it.each(all)('%s: gives an outcome for any answer, the same one twice', async (_, one) => {
    const prepared = one.prepare(one.docs.example ?? {});
    for (const output of hostile) {
      const given = { ...sample, output };
      const outcome = await prepared.score(given);
      expect(['scored', 'inconclusive', 'errored']).toContain(outcome.state);
      if (outcome.state === 'scored') {
        expect(Number.isFinite(outcome.value)).toBe(true);
        if (one.range) expect(outcome.value).toBeGreaterThanOrEqual(one.range.low);
        if (one.range) expect(outcome.value).toBeLessThanOrEqual(one.range.high);
      }
      expect(await prepared.score(given)).toEqual(outcome);
    }
  });
});
