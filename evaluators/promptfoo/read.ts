import { z } from 'zod';
import type { CaseCheck } from '../composite/case-checks';
import { evaluatorById } from '../catalog';
import { problem } from '../input/problem';
import { Assertion, foreignOptions, takenOver } from './assertions';
import { filled, type Vars } from './fill';
import { inlinePrompt, openAiTarget, type PromptTemplate, type ProviderTarget } from './parts';
import type { Remark, Say } from './remark';

export interface Converted {
  readonly description: string | null;
  readonly cases: readonly {
    readonly id: string;
    readonly input: Vars;
    readonly metadata: Readonly<Record<string, unknown>>;
  }[];
  readonly prompt: PromptTemplate | null;
  readonly target: ProviderTarget | null;
  readonly repeats: number;
  readonly remarks: readonly Remark[];
}

export const mostCases = 10_000;
const Test = z.looseObject({
  description: z.string().max(2000).optional(),
  vars: z.record(z.string(), z.unknown()).default({}),
  assert: z.array(Assertion).max(1000).default([]),
});
type Test = z.infer<typeof Test>;
const Config = z.looseObject({
  description: z.string().max(2000).optional(),
  prompts: z.unknown().optional(),
  providers: z.unknown().optional(),
  targets: z.unknown().optional(),
  tests: z.unknown().optional(),
  defaultTest: z.unknown().optional(),
  evaluateOptions: z.record(z.string(), z.unknown()).optional(),
});

/**
 * A promptfoo configuration as cases with their own checks, a prompt and a target. What cannot be taken over is a
 * remark, never left out in silence. Throws InputProblem when nothing can be made of it.
 */
export function convertedPromptfoo(value: unknown): Converted {
  const config = parsed(Config, value, 'the file');
  const remarks: Remark[] = [];
  const say = (where: string, reason: string, taken = false) => remarks.push({ where, reason, taken });
  const { description, prompts, providers, targets, tests, defaultTest, evaluateOptions, ...rest } = config;
  for (const key of Object.keys(rest)) say(key, 'this option has no place in a suite');
  if (typeof defaultTest === 'string') say('defaultTest', 'it lies in another file');
  const usual = parsed(Test, typeof defaultTest === 'object' ? defaultTest : {}, 'defaultTest');
  options(usual, 'defaultTest', say);
  const { repeat, ...others } = evaluateOptions ?? {};
  for (const key of Object.keys(others)) say(`evaluateOptions.${key}`, 'this option has no place in a suite');
  const repeats = parsed(z.int().min(1).max(20), repeat ?? 1, 'evaluateOptions.repeat');
  const cases = listOf(tests, say).flatMap((one, at) => casesOf(one, at, usual, say));
  if (cases.length === 0) throw problem('no test stands in the file itself, so there is no case to judge');
  if (cases.length > mostCases) throw problem(`the tests make more than ${mostCases} cases`);
  const prompt = inlinePrompt(prompts, say);
  const target = openAiTarget(providers ?? targets, say);
  return { description: description ?? null, cases, prompt, target, repeats, remarks };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw problem(`${[what, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`);
}

function listOf(tests: unknown, say: Say): readonly unknown[] {
  if (Array.isArray(tests)) return tests;
  if (tests !== undefined) say('tests', 'they lie in another file: put them into this one');
  return [];
}

function options({ vars: _, assert: __, description: ___, ...rest }: Test, where: string, say: Say): void {
  for (const key of Object.keys(rest)) say(`${where}.${key}`, 'this option of a test is not known here');
}

function casesOf(given: unknown, at: number, usual: Test, say: Say) {
  const where = `tests.${at}`;
  if (typeof given === 'string') {
    say(where, 'it lies in another file');
    return [];
  }
  const test = parsed(Test, given, where);
  options(test, where, say);
  const vars = { ...usual.vars, ...test.vars };
  const outside = Object.keys(vars).filter((name) => String(vars[name]).startsWith('file://'));
  if (outside.length > 0) {
    say(`${where}.vars.${outside[0]}`, 'it lies in another file, so the test is left out');
    return [];
  }
  const all = combinations(vars);
  return all.map((input, i) => {
    const tell: Say = (...words) => i === 0 && say(...words);
    const own = test.assert.flatMap((one, j) => checkOf(one, `${where}.assert.${j}`, input, tell));
    const first: Say = (...words) => at === 0 && tell(...words);
    const shared = usual.assert.flatMap((one, j) => checkOf(one, `defaultTest.assert.${j}`, input, first));
    const checks = [...shared, ...own];
    if (checks.length === 0) tell(where, 'no assertion of it was taken over, so its case cannot be judged');
    if (checks.length > 50) throw problem(`${where} has more than 50 assertions`);
    const id = all.length === 1 ? `test-${at + 1}` : `test-${at + 1}.${i + 1}`;
    const facts = test.description === undefined ? {} : { description: test.description };
    return { id, input, metadata: { ...facts, ...(checks.length > 0 && { checks }) } };
  });
}

/** A variable with a list of values makes a case of each; several such make every combination. */
function combinations(vars: Vars): Vars[] {
  let made: Vars[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (made.length * values.length > mostCases)
      throw problem(`the variables make more than ${mostCases} cases`);
    made = made.flatMap((one) => values.map((single) => ({ ...one, [name]: single })));
  }
  return made;
}

function checkOf(given: Assertion, path: string, vars: Vars, say: Say): CaseCheck[] {
  const where = `${path} (${given.type})`;
  const value = filled(given.value, vars);
  if ('reason' in value) return (say(where, value.reason), []);
  const taken = takenOver({ ...given, value: value.value });
  if ('reason' in taken) return (say(where, taken.reason), []);
  const fits = evaluatorById(taken.check.id)?.params.safeParse(taken.check.params ?? {});
  if (!fits?.success) return (say(where, fits?.error.issues[0]?.message ?? 'no such evaluator'), []);
  for (const key of foreignOptions(given))
    say(`${where}.${key}`, 'this option of an assertion is not known here');
  if (taken.note !== undefined) say(where, taken.note, true);
  return [taken.check];
}
type Assertion = z.infer<typeof Assertion>;
