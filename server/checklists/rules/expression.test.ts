import fc from 'fast-check';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '@/policies/frameworks/catalog';
import { frameworkIds, type FactModel } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import { Refusal } from '@/server/kernel/refusal';
import { assertModel, factBase } from './derive';
import { evaluate, explain, factsIn, unansweredIn, type Answer, type Truth } from './expression';
import { assertMeaning } from './meaning';
import { parseExpression } from './syntax';

/** The packs' source, when it lies beside the repository. */
const folder = new URL('../../../../shared/reference/controls/_meta', import.meta.url).pathname;
const hasReference =
  existsSync(`${folder}/reference_evaluator.py`) && spawnSync('python3', ['--version']).status === 0;
const expressions = [
  ...frameworkIds.flatMap((id) => controlsOf(id).map(({ applicability }) => applicability)),
  ...factModel.derived.map(({ expr }) => expr),
  ...[...factModel.aiActClass, ...factModel.hipaaStatus, ...factModel.consistency].map(({ when }) => when),
];

const facts = [...factModel.questions, ...factModel.releaseFacts].filter(({ type }) => type !== 'date');
const complete = fc.record(
  Object.fromEntries(
    facts.map(({ id, type, options }) => [
      id,
      (type === 'bool'
        ? fc.boolean()
        : type === 'enum'
          ? fc.constantFrom(...(options ?? []))
          : fc.subarray([...(options ?? [])])) as fc.Arbitrary<Answer>,
    ]),
  ),
);

const small: FactModel = {
  ...factModel,
  questions: [
    { n: 1, id: 'a', type: 'bool', options: null, question: '', helps_decide: '', section: '' },
    { n: 2, id: 'b', type: 'bool', options: null, question: '', helps_decide: '', section: '' },
    { n: 3, id: 'm', type: 'multi', options: ['x', 'y', 'z'], question: '', helps_decide: '', section: '' },
    { n: 4, id: 'e', type: 'enum', options: ['p', 'q'], question: '', helps_decide: '', section: '' },
  ],
  releaseFacts: [],
  derived: [{ id: 'd', expr: "a and has(m,'x')", basis: '' }],
};
const truth = (text: string, answers: Record<string, unknown> = {}) =>
  evaluate(text, factBase(small, answers));

describe('three-valued logic', () => {
  it.each<[string, Truth, Record<string, unknown>?]>([
    ['a', null],
    ['a', null, { a: 'unknown' }],
    ['a or true', true],
    ['a and false', false],
    ['a and b', false, { b: false }],
    ['a or b', null, { b: false }],
    ['not a', null],
    ['not not a', false, { a: false }],
    ["has(m,'x')", null],
    ["has(m,'x')", false, { m: [] }],
    ["any(m,'x','y')", true, { m: ['y'] }],
    ["only(m,'x','y')", true, { m: ['y'] }],
    ["only(m,'x')", false, { m: [] }],
    ["only(m,'x')", false, { m: ['x', 'y'] }],
    ['nonempty(m)', true, { m: ['z'] }],
    ["e == 'p'", null],
    ["e != 'p'", true, { e: 'q' }],
    ["e in ('p','q')", null],
    ["e in ('p')", false, { e: 'q' }],
    ['count(a, b, true) >= 1', true],
    ['count(a, b, true) >= 2', null],
    ['count(a, b, true) >= 2', true, { b: true }],
    ['count(a, b) >= 2', false, { b: false }],
    ['count(a, b) <= 1', true, { b: false }],
    ['count(a, b) == 2', false, { b: false }],
    ['d', false, { a: false }],
    ['d', null, { a: true }],
    ['d', true, { a: true, m: ['x'] }],
    ['a and b or true', true],
    ['not a and b', false, { a: true }],
  ])('%s is %s with %j', (text, expected, answers = {}) => {
    expect(truth(text, answers)).toBe(expected);
  });

  it('lists only the unanswered facts that matter', () => {
    const base = factBase(small, { a: true });
    expect(unansweredIn("d or e == 'p'", base)).toEqual(['e', 'm']);
    expect(unansweredIn('a or b', base)).toEqual([]);
    expect(unansweredIn('(a or b) and count(b, nonempty(m)) >= 2', base)).toEqual(['b', 'm']);
  });

  it('explains an expression with the facts filled in', () => {
    const base = factBase(small, { a: true, m: ['x', 'z'] });
    expect(explain("d and not b or any(m, 'y') and e == 'p'", base)).toBe(
      "d[yes] and not b[unanswered] or any(m[x, z], 'y') and e[unanswered] == 'p'",
    );
    expect(factsIn("d and not b or any(m, 'y')")).toEqual(['b', 'd', 'm']);
  });
});

describe('faults', () => {
  it.each([
    ['', 1],
    ['a and', 6],
    ['a b', 3],
    ['(a', 3],
    ['a ? b', 3],
    ["m == 'x", 6],
    ['has(m)', 1],
    ["has(m,'x','y')", 1],
    ["nonempty(m,'x')", 1],
    ['any(m)', 1],
    ['a == not b', 6],
    ['in', 1],
    ['count()', 7],
    [`${'('.repeat(40)}a${')'.repeat(40)}`, 33],
    ['a or '.repeat(500) + 'a', 2001],
  ])('%s is refused at position %i', (text, position) => {
    expect(() => parseExpression(text)).toThrow(Refusal);
    expect(() => parseExpression(text)).toThrow(`at position ${position}:`);
  });

  it.each([
    ['a and nobody', 7],
    ['m', 1],
    ['e or a', 1],
    ["a and any(m,'w')", 7],
    ["any(a,'x')", 1],
    ["e == 'r'", 6],
    ["e in ('p','r')", 11],
    ["count(a) >= 'x'", 13],
    ['count(a)', 1],
    ["'x'", 1],
  ])('%s means nothing at position %i', (text, position) => {
    expect(() => assertMeaning(text, factBase(small, {}))).toThrow(`at position ${position}:`);
  });

  it('refuses a derived fact that rests on a later one or on itself', () => {
    const derived = [{ id: 'd', expr: 'd or a', basis: '' }];
    expect(() => assertModel({ ...small, derived })).toThrow('there is no fact named d');
  });
});

describe('the packs', () => {
  it('hold only expressions that mean something', () => {
    assertModel(factModel);
    const base = factBase(factModel, {});
    for (const text of expressions) assertMeaning(text, base);
  });

  it('never change a settled result when more is answered', () => {
    const some = fc.tuple(complete, fc.uniqueArray(fc.constantFrom(...facts.map(({ id }) => id))));
    fc.assert(
      fc.property(some, ([answers, hidden]) => {
        const partial = Object.fromEntries(Object.entries(answers).filter(([id]) => !hidden.includes(id)));
        const [less, more] = [factBase(factModel, partial), factBase(factModel, answers)];
        for (const text of expressions) {
          const early = evaluate(text, less);
          const final = evaluate(text, more);
          expect(final).not.toBeNull();
          if (early !== null) expect(early).toBe(final);
          expect(unansweredIn(text, less).length > 0).toBe(early === null);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe.skipIf(!hasReference)(
  'against the reference evaluator (skipped without python3 and its file)',
  () => {
    const program = `
import sys, json; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True
import reference_evaluator as r
f = json.load(open(sys.argv[1] + '/facts.json')); q = json.load(sys.stdin)
facts = {x['id']: x for x in f['questions'] + f['release_facts']}
e = r.Engine(facts, [(d['id'], d['expr']) for d in f['derived']])
print(json.dumps([[e.eval(t, a) for t in q['expressions']] for a in q['answers']]))`;

    it('agrees on every expression of the packs when all facts are answered', () => {
      const answers = fc.sample(complete, 60);
      const output = execFileSync('python3', ['-B', '-c', program, folder], {
        input: JSON.stringify({ expressions, answers }),
        maxBuffer: 64e6,
      });
      const mine = answers.map((set) => {
        const base = factBase(factModel, set);
        return expressions.map((text) => evaluate(text, base));
      });
      expect(mine).toEqual(JSON.parse(output.toString()));
    });
  },
);
