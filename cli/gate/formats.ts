/** One decision as the formats of `gate check` need it. */
export interface Outcome {
  readonly decision: string;
  readonly mode: string;
  readonly decisionId: string;
  readonly environment: string;
  readonly subject: string;
  readonly evaluatedAt: string;
  readonly validUntil: string;
  readonly exitCode: number;
  /** Everything that keeps the release back; empty exactly when it may run. */
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

/** SARIF 2.1.0: one error per reason, none when the release may run. */
export const sarif = ({ reasons, subject, environment, ...outcome }: Outcome): object => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'countersign gate',
          rules: [...new Set(reasons.map(({ code }) => code))].map((id) => ({ id })),
        },
      },
      invocations: [{ executionSuccessful: true, exitCode: outcome.exitCode }],
      results: reasons.map(({ code, message }) => ({
        ruleId: code,
        level: 'error',
        message: { text: message },
        locations: [
          { logicalLocations: [{ name: subject, fullyQualifiedName: `${environment}/${subject}` }] },
        ],
      })),
      properties: { environment, subject, decision: outcome.decision, decisionId: outcome.decisionId },
    },
  ],
});

/** JUnit XML: one test case per reason, which fails; one that passes when the release may run. */
export function junit({ reasons, subject, environment, decision, evaluatedAt }: Outcome): string {
  const suite = attributes({
    name: `countersign gate ${environment}`,
    tests: Math.max(reasons.length, 1),
    failures: reasons.length,
    errors: 0,
    timestamp: evaluatedAt,
  });
  const cases = reasons.map(({ code, message }) => {
    const failure = `<failure ${attributes({ type: code, message })}>${escaped(message)}</failure>`;
    return `    <testcase ${attributes({ classname: subject, name: code })}>${failure}</testcase>`;
  });
  const passed = `    <testcase ${attributes({ classname: subject, name: decision })}/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${suite}>`,
    ...(cases.length > 0 ? cases : [passed]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, ' ')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
