import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Tally */

const nothing = (what) => ({ passed: 0, failed: 1, skipped: [], note: `${what} left no report` });

/** Counts of vitest's JSON report; a file that could not be loaded counts as one failure. @returns {Tally} */
export function tallyOfVitest(file) {
  if (!existsSync(file)) return nothing('vitest');
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !hasFailure(assertionResults),
  );
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, title: `${relative(root, name)} › ${test.fullName}` })),
  );
  const count = (status) => tests.filter((test) => test.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ title }) => title),
  };
}

const hasFailure = (tests) => tests.some(({ status }) => status === 'failed');

/** Counts of Playwright's report; a journey that passed only when repeated has failed. @returns {Tally} */
export function tallyOfPlaywright(file) {
  if (!existsSync(file)) return nothing('playwright');
  const { suites, errors } = JSON.parse(readFileSync(file, 'utf8'));
  const tests = suites.flatMap(testsIn);
  const count = (...outcomes) => tests.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const untested = tests.length === 0 && errors.length === 0 ? 1 : 0;
  return {
    passed: count('expected'),
    failed: count('unexpected', 'flaky') + errors.length + untested,
    skipped: tests
      .filter(({ outcome }) => outcome === 'skipped')
      .map(({ title, reason }) => (reason ? `${title}: ${reason}` : title)),
  };
}

const testsIn = ({ title, file, specs = [], suites = [] }) => [
  ...specs.flatMap((spec) =>
    spec.tests.map(({ status, annotations }) => ({
      title: `${file} › ${title === file ? '' : `${title} › `}${spec.title}`,
      outcome: status,
      reason: annotations.find(({ type }) => type === 'skip')?.description,
    })),
  ),
  ...suites.flatMap(testsIn),
];
