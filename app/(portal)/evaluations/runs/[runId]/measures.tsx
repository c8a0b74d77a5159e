import { number } from '@/app/_lib/format';
import { judgementWords } from '@/app/_lib/judgement-words';
import { verdictTones } from '@/app/_lib/tones';
import { IntervalDots } from '@/app/_ui/charts/interval-dots';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import type { RunMeasure, RunSummary } from '@/server/evaluations/schema/summary';
import { limitWords, significant } from '../../run-words';

/** Rates and scores share one axis; milliseconds and dollars do not. */
const isShare = ({ evaluator, value, low, high }: RunMeasure) =>
  !evaluator.startsWith('ops.') && [value, low, high].every((one) => one !== null && one >= 0 && one <= 1);

/** Shares all have four decimals, so that their columns can be compared by eye. */
const shownIn = (row: RunMeasure) => (value: number | null) =>
  value === null ? '–' : isShare(row) ? value.toFixed(4) : significant(value);

const intervals =
  'The interval of a rate is Wilson’s, of a mean a bootstrap’s, both two-sided at 95 %. The verdict asks one-sided 95 % bounds, which lie a little closer to the value: pass only when the nearer bound is on the right side of the threshold.';

type Table = NonNullable<RunMeasure['table']>;
interface Line {
  readonly key: string;
  readonly cells: Table['rows'][number];
}
const cell = (value: string | number | null | undefined) =>
  typeof value === 'number' ? significant(value) : (value ?? 'undefined');

/** What does not fit into one number: a confusion matrix, a line for each label, fold or bin. */
const MeasureTable = ({ name, table: { columns, rows } }: { name: string; table: Table }) => (
  <DataTable
    caption={`${name} in detail`}
    wide
    rows={rows.map((cells, index): Line => ({ cells, key: String(index) }))}
    rowKey={({ key }) => key}
    columns={columns.map((header, index) => ({
      key: String(index),
      header,
      align: index === 0 ? undefined : ('right' as const),
      cell: ({ cells }: Line) => cell(cells[index]),
    }))}
  />
);

/** Against the approved release: the difference, and between which two it lies. */
const changeColumn = {
  key: 'change',
  header: 'Against the baseline',
  align: 'right' as const,
  cell: ({ change }: RunMeasure) => {
    if (!change || change.difference === null) return '–';
    const { baseline, difference, low, high } = change;
    const between = low === null || high === null ? '' : ` (${significant(low)} to ${significant(high)})`;
    return `${significant(baseline ?? 0)} ${difference < 0 ? '−' : '+'} ${significant(Math.abs(difference))}${between}`;
  },
};

export function Measures({ summary: { measures, cases } }: { summary: RunSummary }) {
  const shares = measures.filter(isShare);
  return (
    <Section
      title="Measures"
      description={`${number(cases.scored)} of ${number(cases.total)} cases scored, ${number(cases.errored)} with an error, ${number(cases.inconclusive)} that could not be judged, ${number(cases.missing)} missing. ${intervals}`}
    >
      {shares.length > 0 && (
        <IntervalDots
          title="Rates with their intervals"
          domain={[0, 1]}
          rows={shares.map(({ name, value, low, high, n, verdict, threshold }) => ({
            label: name,
            value,
            low,
            high,
            n,
            tone: verdict ? verdictTones[verdict] : undefined,
            limits: [threshold?.min, threshold?.max].filter((limit) => limit !== undefined),
          }))}
        />
      )}
      <DataTable
        caption="Measures with their thresholds"
        rows={measures.map((row, index) => ({ ...row, key: `${row.name} ${index}` }))}
        rowKey={(row) => row.key}
        columns={[
          { key: 'name', header: 'Measure', cell: (row) => row.name },
          {
            key: 'evaluator',
            header: 'Evaluator',
            from: 'xl',
            cell: (row) => `${row.evaluator} v${row.version}`,
          },
          { key: 'value', header: 'Value', align: 'right', cell: (row) => shownIn(row)(row.value) },
          {
            key: 'interval',
            header: '95 % interval',
            align: 'right',
            cell: (row) => `${shownIn(row)(row.low)} to ${shownIn(row)(row.high)}`,
          },
          { key: 'n', header: 'n', align: 'right', cell: (row) => number(row.n) },
          {
            key: 'threshold',
            header: 'Threshold',
            cell: (row) => (row.threshold ? limitWords(row.threshold) : 'only reported'),
          },
          ...(measures.some(({ change }) => change) ? [changeColumn] : []),
          {
            key: 'verdict',
            header: 'Verdict',
            cell: ({ verdict }) => verdict && <StatusChip status={verdict} tones={verdictTones} />,
          },
          {
            key: 'note',
            header: 'Why',
            wrap: true,
            from: 'lg',
            cell: (row) => row.note && judgementWords(row.note),
          },
        ]}
      />
      {measures.map(
        (row, index) => row.table && <MeasureTable key={index} name={row.name} table={row.table} />,
      )}
    </Section>
  );
}
