import { count, fixed, interval, number, percent } from '@/app/_lib/format';
import { Alert } from '@/app/_ui/alert';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { IntervalDots } from '@/app/_ui/charts/interval-dots';
import { Section } from '@/app/_ui/section';
import type { CalibrationDocument } from '@/server/judges/schema/judgings';

/** Kappa, accuracy, the constant beside it, each label, and who said what. */
export function Figures({ result }: { result: CalibrationDocument }) {
  const { n, kappa, accuracy, unlabelled, withoutVerdict } = result;
  return (
    <>
      <CounterCards
        items={[
          {
            label: 'Cohen’s kappa',
            value: fixed(kappa.value),
            note:
              kappa.value === null ? (kappa.note ?? '') : `95 %: ${fixed(kappa.low)} to ${fixed(kappa.high)}`,
          },
          {
            label: 'Accuracy',
            value: percent(accuracy.value),
            note: accuracy.value !== null && `95 %: ${percent(accuracy.low)} to ${percent(accuracy.high)}`,
          },
          {
            label: 'Labelled cases',
            value: number(n),
            note: unlabelled > 0 && `${unlabelled} without a label`,
          },
          {
            label: 'Without a verdict',
            value: number(withoutVerdict),
            note: 'counted as wrong',
            tone: withoutVerdict > 0 ? 'warning' : undefined,
          },
        ]}
      />
      <Constant result={result} />
      <Section
        title="Each label"
        description={`Precision: of what the judge gave the label, how much people gave it too. Recall: of what people gave the label, how much the judge found. Intervals are Wilson’s at 95 %.${kappa.note && kappa.value !== null ? ` Kappa: ${kappa.note}.` : ''}`}
      >
        <Labels result={result} />
      </Section>
      <Confusion result={result} />
    </>
  );
}

function Constant({ result: { constant, beatsConstant, n } }: { result: CalibrationDocument }) {
  if (!constant) return null;
  const always = `A judge that always says "${constant.label}" is right in ${percent(constant.accuracy)} of ${count(n, 'case')}, with a kappa of 0.`;
  if (beatsConstant === 'yes')
    return (
      <Alert tone="info" title="Better than a constant answer">
        {always}
      </Alert>
    );
  return (
    <Alert
      tone={beatsConstant === 'no' ? 'negative' : 'warning'}
      title={
        beatsConstant === 'no'
          ? 'No better than a constant answer'
          : 'Not shown to be better than a constant answer'
      }
    >
      {always}
    </Alert>
  );
}

const Labels = ({ result: { perLabel } }: { result: CalibrationDocument }) => (
  <>
    <IntervalDots
      title="Precision and recall by label"
      hiddenTitle
      domain={[0, 1]}
      format={(value) => percent(value)}
      rows={perLabel.flatMap(({ label, precision, recall, cases, answered }) => [
        { label: `${label}, recall`, ...recall, note: recall.note ?? undefined, n: cases },
        { label: `${label}, precision`, ...precision, note: precision.note ?? undefined, n: answered },
      ])}
    />
    <DataTable
      caption="Precision and recall by label"
      rows={perLabel}
      rowKey={(row) => row.label}
      columns={[
        { key: 'label', header: 'Label', cell: (row) => row.label },
        { key: 'cases', header: 'By people', align: 'right', cell: (row) => number(row.cases) },
        { key: 'answered', header: 'By the judge', align: 'right', cell: (row) => number(row.answered) },
        {
          key: 'precision',
          header: 'Precision',
          align: 'right',
          cell: (row) => (row.precision.value === null ? row.precision.note : interval(row.precision)),
        },
        {
          key: 'recall',
          header: 'Recall',
          align: 'right',
          cell: (row) => (row.recall.value === null ? row.recall.note : interval(row.recall)),
        },
      ]}
    />
  </>
);

const Confusion = ({ result: { labels, confusion } }: { result: CalibrationDocument }) => (
  <Section title="Confusion" description="Rows: what people said. Columns: what the judge said.">
    <DataTable
      caption="What people and the judge said"
      rows={confusion.map((cells, index) => ({ label: labels[index] ?? '', cells, index }))}
      rowKey={(row) => row.label}
      columns={[
        { key: 'label', header: 'People', cell: (row) => row.label },
        ...[...labels, 'no verdict'].map((label, column) => ({
          key: label,
          header: label,
          align: 'right' as const,
          cell: (row: { readonly cells: readonly number[]; readonly index: number }) => (
            <span className={row.index === column ? 'font-medium text-positive' : undefined}>
              {number(row.cells[column] ?? 0)}
            </span>
          ),
        })),
      ]}
    />
  </Section>
);
