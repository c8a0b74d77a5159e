import { RE2JS } from 're2js';
import { z } from 'zod';
import { errored, evaluator, passed, unitRange } from '../contract';
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

let last: { readonly key: string; readonly compiled: RE2JS } | null = null;
function compiled(text: string, flags: string): RE2JS {
  const key = `${flags}/${text}`;
  if (last?.key !== key) last = { key, compiled: linearRegex(text, flags) };
  return last.compiled;
}

export const regex = evaluator({
  id: 'text.regex',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: false },
  docs: {
    summary: 'A regular expression matches somewhere in the answer (use ^ and $ for the whole of it).',
    formula: 'RE2 find(pattern, output)',
    source: 'RE2 syntax (github.com/google/re2/wiki/Syntax): linear time, no look-around, no backreferences',
  },
  params: z.strictObject({ pattern, flags: z.enum(['', 'i']).default('') }),
  kind: () => 'rate',
  score: ({ output }, params) => {
    try {
      return passed(compiled(params.pattern, params.flags).matcher(output).find());
    } catch (error) {
      if (error instanceof RangeError) return errored(error.message);
      throw error;
    }
  },
});
