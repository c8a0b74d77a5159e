import { z } from 'zod';
import { emptyAnswer, evaluator, passed, unitRange } from '../contract';

/** Text that may hold placeholders; 64 KiB at most. */
export const templated = z.string().max(65_536);
export const ignoreCase = z.boolean().default(false).describe('compare in lower case');

interface Comparison {
  readonly id: `text.${string}`;
  readonly summary: string;
  readonly formula: string;
  readonly needsExpected?: boolean;
  readonly value: z.ZodType<string>;
  readonly holds: (output: string, value: string) => boolean;
  /** the empty answer would pass without having said anything */
  readonly refuseEmpty?: boolean;
}

const comparison = ({ id, summary, formula, needsExpected = false, value, holds, refuseEmpty }: Comparison) =>
  evaluator({
    id,
    version: 1,
    direction: 'higher',
    range: unitRange,
    unit: 'share',
    needs: { expected: needsExpected, judge: false },
    docs: {
      summary,
      formula,
      source: 'exact comparison of Unicode strings, no normalisation',
      example: { value: needsExpected ? '{{expected}}' : '{{expected.level}}' },
    },
    params: z.strictObject({
      value: value.describe(
        'the text; {{expected}}, {{input}}, {{context}} and {{metadata.key}} are filled in',
      ),
      ignoreCase,
    }),
    kind: () => 'rate',
    score: ({ output }, params) => {
      if (refuseEmpty && output.trim() === '') return emptyAnswer;
      return passed(
        params.ignoreCase
          ? holds(output.toLowerCase(), params.value.toLowerCase())
          : holds(output, params.value),
      );
    },
  });

const expectedOr = templated.default('{{expected}}');
const part = templated.min(1);

export const equals = comparison({
  id: 'text.equals',
  summary: 'The answer is the expected text, white space at both ends aside.',
  formula: 'trim(output) = trim(value)',
  needsExpected: true,
  value: expectedOr,
  holds: (output, value) => output.trim() === value.trim(),
});
export const contains = comparison({
  id: 'text.contains',
  summary: 'The answer contains the text, case as written.',
  formula: 'value is a substring of output',
  value: part,
  holds: (output, value) => output.includes(value),
});
export const icontains = comparison({
  id: 'text.icontains',
  summary: 'The answer contains the text in any case.',
  formula: 'lower(value) is a substring of lower(output)',
  value: part,
  holds: (output, value) => output.toLowerCase().includes(value.toLowerCase()),
});
export const startsWith = comparison({
  id: 'text.starts-with',
  summary: 'The answer begins with the text.',
  formula: 'value is a prefix of trimStart(output)',
  value: part,
  holds: (output, value) => output.trimStart().startsWith(value),
});
export const endsWith = comparison({
  id: 'text.ends-with',
  summary: 'The answer ends with the text.',
  formula: 'value is a suffix of trimEnd(output)',
  value: part,
  holds: (output, value) => output.trimEnd().endsWith(value),
});
export const doesNotContain = comparison({
  id: 'text.does-not-contain',
  summary: 'The answer does not contain the text. An empty answer is not judged.',
  formula: 'value is not a substring of output',
  value: part,
  holds: (output, value) => !output.includes(value),
  refuseEmpty: true,
});
