import { number, percentInterval } from '@/app/_lib/format';
import { judgementWords, metricWords } from '@/app/_lib/judgement-words';
import { verdictTones } from '@/app/_lib/tones';
import { Alert } from '@/app/_ui/alert';
import { IntervalDots } from '@/app/_ui/charts/interval-dots';
import { type Column, DataTable } from '@/app/_ui/data-table';
import { percent } from '@/app/_ui/format-number';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import type { StudyAttribute } from '@/server/bias/schema';

interface AttributeResultProps {
  readonly attribute: StudyAttribute;
  readonly smallestGroup: number;
  /** "95 %" */
  readonly confidence: string;
}

/** One protected attribute: the rates of its groups, the metrics over them, and what decided. */
export function AttributeResult({ attribute, smallestGroup, confidence }: AttributeResultProps) {
  const { name, reference, groups, verdict, reasons } = attribute;
  const small = groups.filter(({ tooSmall }) => tooSmall);
  return (
    <Section
      title={words(name)}
      description={`Reference group: ${reference}`}
      actions={<StatusChip status={verdict} tones={verdictTones} />}
    >
      <ul className="list-disc pl-5 text-pretty">
        {reasons.map((reason) => (
          <li key={reason} className="break-words">
            {judgementWords(reason)}
          </li>
        ))}
      </ul>
      {small.length > 0 && (
        <Alert
          tone="warning"
          title={`${small.length} ${small.length === 1 ? 'group is' : 'groups are'} too small to compare`}
        >
          {small.map(({ value, n }) => `${value} (${number(n)})`).join(', ')}: a group needs{' '}
          {number(smallestGroup)} rows. The verdict says nothing about {small.length === 1 ? 'it' : 'them'}.
        </Alert>
      )}
      <IntervalDots
        title={`Selection rate by ${words(name).toLowerCase()}, with its ${confidence} interval (Wilson)`}
        domain={[0, 1]}
        format={(value) => percent(value, 1)}
        rows={groups.map(({ value, n, selectionRate, tooSmall }) => ({
          label: value === reference ? `${value} (reference)` : value,
          value: selectionRate.value,
          low: selectionRate.low,
          high: selectionRate.high,
          n,
          tone: tooSmall ? 'neutral' : undefined,
          note: selectionRate.note,
        }))}
      />
      <Groups attribute={attribute} />
      <Metrics attribute={attribute} />
    </Section>
  );
}

const Groups = ({ attribute: { name, groups } }: { attribute: StudyAttribute }) => (
  <DataTable
    caption={`Groups of ${name}`}
    rows={groups}
    rowKey={(row) => row.value}
    wide
    columns={[
      { key: 'value', header: 'Group', cell: (row) => row.value },
      { key: 'n', header: 'n', align: 'right', cell: (row) => number(row.n) },
      {
        key: 'selected',
        header: 'Selected',
        align: 'right',
        cell: (row) => percentInterval(row.selectionRate),
      },
      {
        key: 'tpr',
        header: 'True positive rate',
        align: 'right',
        cell: (row) => percentInterval(row.truePositiveRate),
      },
      {
        key: 'fpr',
        header: 'False positive rate',
        align: 'right',
        cell: (row) => percentInterval(row.falsePositiveRate),
      },
      {
        key: 'precision',
        header: 'Precision',
        align: 'right',
        cell: (row) => percentInterval(row.precision),
      },
      { key: 'accuracy', header: 'Accuracy', align: 'right', cell: (row) => percentInterval(row.accuracy) },
    ]}
  />
);

const shown = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(3))));

function Metrics({ attribute: { name, metrics } }: { attribute: StudyAttribute }) {
  const rows = Object.entries(metrics).map(([key, metric]) => ({ key, ...metric }));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'name', header: 'Metric', cell: (row) => metricWords(row.key) },
    { key: 'value', header: 'Value', align: 'right', cell: (row) => shown(row.value) },
    {
      key: 'interval',
      header: 'Interval',
      align: 'right',
      cell: (row) => `${shown(row.low)} to ${shown(row.high)}`,
    },
    {
      key: 'p',
      header: 'p, adjusted (Holm)',
      align: 'right',
      cell: (row) => (row.adjustedP === null ? 'no test' : shown(row.adjustedP)),
    },
  ];
  if (rows.some(({ note }) => note)) {
    columns.push({ key: 'note', header: 'Note', wrap: true, from: 'md', cell: (row) => row.note });
  }
  return <DataTable caption={`Metrics of ${name}`} rows={rows} rowKey={(row) => row.key} columns={columns} />;
}
