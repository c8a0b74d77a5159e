import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rougeL, rougeLsum, rougeN, rougeTokens } from './rouge';

const file = new URL('../../../shared/data/text_metrics/rouge.json', import.meta.url);

interface RougeCase {
  readonly metric: string;
  readonly target: string;
  readonly prediction: string;
  readonly expected: { readonly recall?: number; readonly precision?: number; readonly fmeasure?: number };
  readonly tol?: number;
}

describe.skipIf(!existsSync(file))('ROUGE cases (skipped where shared/data/text_metrics is absent)', () => {
  const cases: RougeCase[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).cases : [];
  it.each(cases.map((one, index) => [index, one.metric, one] as const))('case %i, %s', (_, metric, one) => {
    const [said, target] = [rougeTokens(one.prediction), rougeTokens(one.target)];
    const { precision, recall, f } =
      metric === 'rougeLsum'
        ? rougeLsum(one.prediction, one.target)
        : metric === 'rougeL'
          ? rougeL(said, target)
          : rougeN(said, target, Number(metric.slice(5)));
    const { expected, tol = 0 } = one;
    if (expected.precision !== undefined)
      expect(Math.abs(precision - expected.precision)).toBeLessThanOrEqual(tol);
    if (expected.recall !== undefined) expect(Math.abs(recall - expected.recall)).toBeLessThanOrEqual(tol);
    if (expected.fmeasure !== undefined) expect(Math.abs(f - expected.fmeasure)).toBeLessThanOrEqual(tol);
  });
});
