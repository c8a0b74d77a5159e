import type { Run, RunResult } from '../schema/runs';

type Value =
  { readonly stringValue: string } | { readonly doubleValue: number } | { readonly intValue: string };
interface Attribute {
  readonly key: string;
  readonly value: Value;
}

const text = (key: string, value: string | null | undefined): Attribute[] =>
  value === null || value === undefined ? [] : [{ key, value: { stringValue: value.toWellFormed() } }];
/** JSON of OTLP writes 64-bit integers as text. */
const whole = (key: string, value: number): Attribute[] => [{ key, value: { intValue: String(value) } }];
const score = (value: number): Attribute[] =>
  Number.isFinite(value) ? [{ key: 'gen_ai.evaluation.score.value', value: { doubleValue: value } }] : [];

type About = Pick<Run, 'id' | 'suiteName' | 'suiteNumber' | 'suiteDigest' | 'target'> & {
  /** Names of all its measures. */
  readonly measures: readonly string[];
};
type Outcome = RunResult['measures'][string];

/** SeverityNumber INFO and ERROR of the log data model. */
const severities = { INFO: 9, ERROR: 17 } as const;

/**
 * Results as one OTLP/JSON `ExportLogsServiceRequest`: an event `gen_ai.evaluation.result` for each measure of each
 * result, by OpenTelemetry's semantic conventions for generative AI (in development). Answers are not in it.
 */
export const otlpRequest = (run: About, results: readonly RunResult[]): object => ({
  resourceLogs: [
    {
      resource: { attributes: text('service.name', 'countersign') },
      scopeLogs: [
        {
          scope: { name: 'countersign.evaluations' },
          logRecords: results.flatMap((result) =>
            outcomesOf(run, result).map(([name, outcome]) => eventOf(run, result, name, outcome)),
          ),
        },
      ],
    },
  ],
});

/** Where no answer came, each measure failed with it: a collector must not take silence for success. */
const outcomesOf = ({ measures }: About, result: RunResult): [string, Outcome][] =>
  result.failure === null
    ? Object.entries(result.measures)
    : measures.map((name) => [name, { state: 'errored', reason: result.failure?.message ?? '' }]);

function eventOf(run: About, result: RunResult, name: string, outcome: Outcome): object {
  const severity = outcome.state === 'errored' ? 'ERROR' : 'INFO';
  const nanoseconds = `${BigInt(result.finishedAt.getTime()) * 1_000_000n}`;
  return {
    timeUnixNano: nanoseconds,
    observedTimeUnixNano: nanoseconds,
    severityNumber: severities[severity],
    severityText: severity,
    eventName: 'gen_ai.evaluation.result',
    attributes: [
      ...text('gen_ai.evaluation.name', name),
      ...said(result, outcome),
      ...text('gen_ai.request.model', run.target?.model || null),
      ...text('gen_ai.response.model', result.model),
      ...text('gen_ai.response.id', result.responseId),
      ...text('countersign.run.id', run.id),
      ...text('countersign.suite.name', run.suiteName),
      ...whole('countersign.suite.version', run.suiteNumber),
      ...text('countersign.suite.digest', run.suiteDigest),
      ...text('countersign.case.id', result.caseId),
      ...whole('countersign.case.ordinal', result.ordinal),
      ...whole('countersign.case.repeat', result.repeat),
    ],
  };
}

function said({ failure }: RunResult, outcome: Outcome): Attribute[] {
  if (outcome.state === 'scored') {
    const label = outcome.pass === undefined ? null : outcome.pass ? 'pass' : 'fail';
    return [
      ...score(outcome.value),
      ...text('gen_ai.evaluation.score.label', label),
      ...text('gen_ai.evaluation.explanation', outcome.detail),
    ];
  }
  const isError = outcome.state === 'errored';
  return [
    ...text('gen_ai.evaluation.score.label', isError ? null : 'inconclusive'),
    ...text('gen_ai.evaluation.explanation', outcome.reason),
    ...text('error.type', isError ? (failure?.class ?? '_OTHER') : null),
  ];
}
