import type { RunResult } from '../schema/runs';

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
