import type { RunResult } from '../schema/runs';
import type { RunSummary } from '../schema/summary';

export interface JUnitCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** XML 1.0 has no other control characters, and no lone surrogates. */
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text as it may stand in an attribute or an element. */
export const xml = (text: string): string =>
  text
    .toWellFormed()
    .replace(impossible, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The opening of a JUnit file: one suite, so that a pipeline shows the run as tests. */
export const junitHead = (suite: string, { tests, failures, errors, skipped }: JUnitCounts): string => {
  const numbers = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${numbers}>\n<testsuite name="${xml(suite)}" ${numbers}>\n`;
};

export const junitFoot = '</testsuite>\n</testsuites>\n';

/** One result as a test case: failed measures are a failure, errors an error, what could not be judged is skipped. */
export function junitCase(suite: string, result: RunResult): string {
  const { caseId, repeat, latencyMs, state } = result;
  const name = repeat === 0 ? caseId : `${caseId} #${repeat + 1}`;
  const time = latencyMs === null ? '' : ` time="${(latencyMs / 1000).toFixed(3)}"`;
  const inside = { passed: '', scored: '', ...problems(result) }[state];
  const output = result.output === null ? '' : `<system-out>${xml(result.output)}</system-out>`;
  return `<testcase classname="${xml(suite)}" name="${xml(name)}"${time}>${inside}${output}</testcase>\n`;
}

const verdictWords = { pass: '', fail: 'fails', not_enough_evidence: 'not enough evidence' } as const;

/** Each threshold of a finished run as a test case; not enough evidence is a failure, because it is not a pass. */
export function junitThresholds(suite: string, { measures }: RunSummary) {
  const judged = measures.flatMap(({ name, threshold, verdict, note }) => {
    if (!threshold) return [];
    const limits = Object.entries(threshold).map(([side, limit]) => `${side} ${limit}`);
    return [{ name: [name, ...limits].join(' '), verdict, note }];
  });
  const isOpen = (verdict: (typeof judged)[number]['verdict']) => verdict !== null && verdict !== 'pass';
  const cases = judged.map(({ name, verdict, note }) => {
    const message = xml(`${verdict ? verdictWords[verdict] : ''}: ${note ?? ''}`);
    const skipped = verdict === null ? `<skipped message="${xml(note ?? 'not judged')}"/>` : '';
    const inside = isOpen(verdict) ? `<failure message="${message}"/>` : skipped;
    return `<testcase classname="${xml(suite)} thresholds" name="${xml(name)}">${inside}</testcase>\n`;
  });
  const count = (has: (verdict: (typeof judged)[number]['verdict']) => boolean) =>
    judged.filter(({ verdict }) => has(verdict)).length;
  const counts = { tests: judged.length, failures: count(isOpen), skipped: count((one) => one === null) };
  return { cases: cases.join(''), counts };
}

function problems({ measures, failure }: RunResult) {
  const said = (wanted: string) =>
    Object.entries(measures).flatMap(([name, outcome]) => {
      if (outcome.state === 'scored')
        return outcome.pass === false && wanted === 'failed' ? [`${name}: ${outcome.detail ?? 'fail'}`] : [];
      return outcome.state === wanted ? [`${name}: ${outcome.reason}`] : [];
    });
  const broken = failure ? [`${failure.class}: ${failure.message}`] : said('errored');
  return {
    failed: `<failure message="${xml(said('failed').join('; '))}"/>`,
    errored: `<error message="${xml(broken.join('; '))}"/>`,
    inconclusive: `<skipped message="${xml(said('inconclusive').join('; '))}"/>`,
  };
}
