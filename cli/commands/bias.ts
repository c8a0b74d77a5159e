import type { Command } from 'commander';
import { type MetricName, metricNames } from '@/evaluators/bias/metrics';
import type { BiasAttribute, BiasReport } from '@/evaluators/bias/report';
import { studyOf } from '@/evaluators/bias/study';
import { Tally, type Tallied, TooManyValues } from '@/evaluators/bias/tally';
import type { MetricThresholds } from '@/evaluators/bias/thresholds';
import { columnIndexes, openCsv } from '@/evaluators/input/csv';
import { problem } from '@/evaluators/input/problem';
import type { Threshold } from '@/evaluators/stats/verdict';
import { bytesOf, reading } from '../input/files';
import { aConfidence, aNumber, aWholeNumber, collected, kebab } from '../input/options';
import { type Cli, exitCodes, shown, table, usageError } from '../terminal';

interface BiasOptions {
  readonly group: string[];
  readonly prediction: string;
  readonly label?: string;
  readonly positive?: string;
  readonly reference?: string[];
  readonly smallestGroup: number;
  readonly confidence: number;
  readonly json?: boolean;
}

/** `bias DATA.csv`: group fairness of predictions, with intervals. */
export function bias(program: Command, cli: Cli): void {
  const command = program
    .command('bias <data>')
    .summary('group fairness with intervals')
    .description('Group fairness of a table of predictions, with intervals and three-valued verdicts.')
    .requiredOption(
      '--group <column>',
      'column of a protected attribute; several give their crossing too',
      collected,
    )
    .requiredOption('--prediction <column>', 'column of the prediction')
    .option('--label <column>', 'column of the true outcome')
    .option('--positive <value>', 'the prediction that counts as selected')
    .option('--reference <value>', 'reference group, one per attribute (default: the largest)', collected)
    .option('--smallest-group <rows>', 'smaller groups are listed, not compared; 0 = off', aWholeNumber, 30)
    .option('--confidence <share>', 'of the intervals', aConfidence, 0.95)
    .option('--json', 'one JSON document');
  for (const name of metricNames) {
    command.option(`--min-${kebab(name)} <number>`, `threshold on ${name}`, aNumber);
    command.option(`--max-${kebab(name)} <number>`, `threshold on ${name}`, aNumber);
  }
  command.action(async (data: string, options: BiasOptions) => {
    const thresholds = thresholdsIn(options);
    if (new Set(options.group).size < options.group.length) throw usageError('--group names a column twice');
    const report = await reading(data, async () =>
      studyOf(await tallied(data, options, cli), {
        positive: options.positive,
        references: options.reference,
        smallestGroup: options.smallestGroup,
        confidence: options.confidence,
        thresholds,
      }),
    );
    cli.print(options.json, report, () => lines(report));
    cli.exit(exitOf(report, thresholds));
  });
}

async function tallied(data: string, options: BiasOptions, { terminal }: Cli): Promise<Tallied> {
  const { columns, batches } = await openCsv(bytesOf(data, terminal));
  const groups = columnIndexes(columns, options.group);
  const [prediction = -1, label] = columnIndexes(columns, [
    options.prediction,
    ...(options.label === undefined ? [] : [options.label]),
  ]);
  const tally = new Tally({ attributes: options.group, hasLabel: label !== undefined });
  try {
    for await (const batch of batches)
      for (const { line, values } of batch) {
        const [predicted, labelled] = [values[prediction], label === undefined ? null : values[label]];
        if (!predicted) throw problem(`line ${line} has no value in column "${options.prediction}"`);
        if (labelled === '') throw problem(`line ${line} has no value in column "${options.label}"`);
        tally.add(
          groups.map((index) => values[index] ?? ''),
          predicted,
          labelled ?? null,
        );
      }
  } catch (error) {
    throw error instanceof TooManyValues ? problem(error.message) : error;
  }
  return tally.result();
}

function thresholdsIn(options: object): MetricThresholds {
  const thresholds: { [name in MetricName]?: Threshold } = {};
  for (const name of metricNames) {
    const side = (side: 'min' | 'max'): number | undefined => {
      const value: unknown = Reflect.get(options, `${side}${name.charAt(0).toUpperCase()}${name.slice(1)}`);
      return typeof value === 'number' ? value : undefined;
    };
    const [min, max] = [side('min'), side('max')];
    if (min !== undefined || max !== undefined)
      thresholds[name] = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  }
  return thresholds;
}

/** Without a threshold the verdict informs: 0, or 3 when no attribute could be compared at all. */
function exitOf({ attributes, intersections }: BiasReport, thresholds: MetricThresholds): number {
  if (Object.keys(thresholds).length === 0)
    return attributes.some(({ groups }) => groups.filter(({ tooSmall }) => !tooSmall).length > 1)
      ? exitCodes.ok
      : exitCodes.notEnoughEvidence;
  const verdicts = [...attributes, ...intersections].map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return exitCodes.failed;
  return verdicts.includes('not_enough_evidence') ? exitCodes.notEnoughEvidence : exitCodes.ok;
}

const lines = ({ rows, confidence, positive, attributes, intersections }: BiasReport): string[] => [
  `${rows} rows, "${positive}" counts as selected, intervals at ${confidence * 100} %`,
  ...[...attributes, ...intersections].flatMap(attributeLines),
];

const attributeLines = (attribute: BiasAttribute): string[] => [
  '',
  `${attribute.name} (reference ${attribute.reference}): ${attribute.verdict.replaceAll('_', ' ')}`,
  ...table([
    ['group', 'n', 'selected', 'low', 'high', ''],
    ...attribute.groups.map(({ value, n, selectionRate: { value: rate, low, high }, tooSmall }) => [
      value,
      String(n),
      shown(rate),
      shown(low),
      shown(high),
      tooSmall ? 'too small' : '',
    ]),
  ]),
  ...table([
    ['metric', 'value', 'low', 'high', 'p (Holm)', ''],
    ...Object.entries(attribute.metrics).map(([name, { value, low, high, adjustedP, note }]) => [
      name,
      shown(value),
      shown(low),
      shown(high),
      shown(adjustedP),
      note ?? '',
    ]),
  ]),
  ...attribute.reasons,
];
