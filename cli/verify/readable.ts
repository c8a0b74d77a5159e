import { exitCodeOf, type VerifyReport } from './report';

/** The report as people read it, line by line. */
export function readable(report: VerifyReport): string[] {
  const verdict = { 0: 'verified', 1: 'FAILED', 2: 'nothing failed, but incomplete' }[exitCodeOf(report)];
  const bad = report.firstBadIndex === null ? '' : `, first bad index ${report.firstBadIndex}`;
  return [
    ...report.checks.map(({ name, ok, detail }) => `${ok ? 'ok    ' : 'FAILED'}  ${name}: ${detail}`),
    ...report.incomplete.map((reason) => `open    ${reason}`),
    `${verdict}: ${report.events} events${bad}`,
  ];
}
