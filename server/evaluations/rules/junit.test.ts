import { describe, expect, it } from 'vitest';
import type { RunResult } from '../schema/runs';
import type { RunSummary } from '../schema/summary';
import { junitCase, junitHead, junitThresholds, xml } from './junit';

const result = (change: Partial<RunResult>): RunResult => ({
  ordinal: 0,
  repeat: 0,
  caseId: 'c<1>',
  state: 'passed',
  output: 'a & b',
  measures: {},
  usage: null,
  cost: null,
  judging: null,
  judgeCost: null,
  totalCost: null,
  latencyMs: 1500,
  firstTokenMs: null,
  model: null,
  responseId: null,
  attempts: 1,
  askedAgain: false,
  cached: false,
  failure: null,
  finishedAt: new Date(0),
  ...change,
});

describe('a run as JUnit XML', () => {
  it('escapes whatever a model says', () => {
    expect(xml('<a b="c">\u0000\ud800&\n')).toBe('&#60;a b=&#34;c&#34;&#62;\ufffd\ufffd&#38;&#10;');
    expect(junitHead('s"', { tests: 3, failures: 1, errors: 0, skipped: 1 })).toContain(
      '<testsuite name="s&#34;" tests="3" failures="1" errors="0" skipped="1">',
    );
  });
  it('says what failed, erred or could not be judged', () => {
    expect(junitCase('smoke', result({}))).toBe(
      '<testcase classname="smoke" name="c&#60;1&#62;" time="1.500"><system-out>a &#38; b</system-out></testcase>\n',
    );
    const measures = {
      right: { state: 'scored', value: 0, pass: false, detail: 'not "yes"' },
      kind: { state: 'inconclusive', reason: 'empty' },
    } as const;
    expect(junitCase('s', result({ state: 'failed', repeat: 1, measures }))).toContain(
      'name="c&#60;1&#62; #2" time="1.500"><failure message="right: not &#34;yes&#34;"/>',
    );
    expect(junitCase('s', result({ state: 'inconclusive', measures }))).toContain(
      '<skipped message="kind: empty"/>',
    );
    const failure = { class: 'timeout', message: 'no answer' };
    expect(junitCase('s', result({ state: 'errored', output: null, latencyMs: null, failure }))).toContain(
      'name="c&#60;1&#62;"><error message="timeout: no answer"/></testcase>',
    );
  });
  it('has a test case for each threshold; what is not a pass is a failure', () => {
    const row = { evaluator: 'text.equals', version: 1, value: 0.9, low: 0.8, high: 1, n: 9 };
    const measures = [
      { ...row, name: 'a', threshold: { min: 0.5 }, verdict: 'pass', note: null },
      {
        ...row,
        name: 'b',
        threshold: { maxDrop: 0.1 },
        verdict: 'not_enough_evidence',
        note: '<no> baseline',
      },
      { ...row, name: 'c', threshold: { maxDrop: 0 }, verdict: null, note: 'not judged: first release' },
      { ...row, name: 'd', threshold: null, verdict: null, note: null },
    ] as const;
    const { cases, counts } = junitThresholds('s', { measures } as unknown as RunSummary);
    expect(counts).toEqual({ tests: 3, failures: 1, skipped: 1 });
    expect(cases.trimEnd().split('\n')).toEqual([
      '<testcase classname="s thresholds" name="a min 0.5"></testcase>',
      '<testcase classname="s thresholds" name="b maxDrop 0.1"><failure message="not enough evidence: &#60;no&#62; baseline"/></testcase>',
      '<testcase classname="s thresholds" name="c maxDrop 0"><skipped message="not judged: first release"/></testcase>',
    ]);
  });
});
