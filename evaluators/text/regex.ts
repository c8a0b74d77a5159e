import { RE2JS } from 're2js';
import { z } from 'zod';
import { errored, evaluator, type Outcome, passed, unitRange } from '../contract';
import { isTemplate } from '../template';

const unsupported = /\(\?<?[=!]|\\[1-9]|\\k</;

/** Compiles in RE2 syntax, which runs in linear time. Throws RangeError with a sentence a person can act on. */
export function linearRegex(pattern: string, flags = ''): RE2JS {
  try {
    return RE2JS.compile(pattern, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    if (unsupported.test(pattern))
      throw new RangeError(
        'the pattern uses look-around or a backreference, which a linear-time engine cannot run',
      );
    throw new RangeError(
      `the pattern is not valid RE2 syntax: ${error instanceof Error ? error.message : error}`,
    );
  }
}

const problemOf = (pattern: string): string | null => {
  try {
    linearRegex(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const pattern = z
  .string()
  .min(1)
  .max(1000)
  .superRefine((text, ctx) => {
    const problem = isTemplate(text) ? null : problemOf(text);
    if (problem) ctx.addIssue({ code: 'custom', message: problem });
  });

const mostKept = 200;
const kept = new Map<string, RE2JS>();
function compiled(text: string, flags: string): RE2JS {
  const key = `${flags}/${text}`;
  const found = kept.get(key) ?? linearRegex(text, flags);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, found);
  return found;
}

const facts = {
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
} as const;
const source =
  'RE2 syntax (github.com/google/re2/wiki/Syntax): linear time, no look-around, no backreferences';
const params = z.strictObject({
  pattern: pattern.describe('RE2 syntax, at most 1,000 characters'),
  flags: z.enum(['', 'i']).default('').describe('i: any case'),
});

function matched(
  { pattern: text, flags }: z.output<typeof params>,
  holds: (engine: RE2JS) => boolean,
): Outcome {
  try {
    return passed(holds(compiled(text, flags)));
  } catch (error) {
    if (error instanceof RangeError) return errored(error.message);
    throw error;
  }
}

export const regex = evaluator({
  ...facts,
  id: 'text.regex',
  docs: {
    summary: 'A regular expression matches somewhere in the answer (use ^ and $ for the whole of it).',
    formula: 'RE2 find(pattern, output)',
    source,
    example: { pattern: 'LEVEL: (red|green)', flags: 'i' },
  },
  params,
  kind: () => 'rate',
  score: ({ output }, given) => matched(given, (engine) => engine.test(output)),
});

export const fullMatch = evaluator({
  ...facts,
  id: 'text.full-match',
  docs: {
    summary: 'A regular expression matches the whole answer, white space at both ends aside.',
    formula: 'RE2 full match(pattern, trim(output))',
    source,
    example: { pattern: '[A-Z]{3}-[0-9]{4}' },
  },
  params,
  kind: () => 'rate',
  score: ({ output }, given) => matched(given, (engine) => engine.matches(output.trim())),
});
