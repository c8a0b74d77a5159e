import { number } from '@/app/_lib/format';
import { verdictTones } from '@/app/_lib/tones';
import { DataTable } from '@/app/_ui/data-table';
import { StatusChip } from '@/app/_ui/status-chip';
import type { ComparedMeasure } from '@/server/evaluations/schema/comparison';
import { significant } from '../../../run-words';
import { changeTones } from './change-tones';

const shown = (value: number | null) => (value === null ? '–' : significant(value));

const tests = {
  mcnemar: 'exact McNemar',
  wilcoxon: 'Wilcoxon',
  'cluster-robust z': 'by source',
} as const;

/** The measures side by side. */
export const ComparedMeasures = ({ measures }: { measures: readonly ComparedMeasure[] }) => (
  <DataTable
    caption="Measures of both runs with their differences"
    rows={measures}
    rowKey={(row) => row.name}
    wide
    columns={[
      { key: 'name', header: 'Measure', cell: (row) => row.name },
      { key: 'n', header: 'n', align: 'right', cell: (row) => number(row.n) },
      { key: 'baseline', header: 'Baseline', align: 'right', cell: (row) => shown(row.baseline) },
      { key: 'candidate', header: 'Candidate', align: 'right', cell: (row) => shown(row.candidate) },
      { key: 'difference', header: 'Difference', align: 'right', cell: (row) => shown(row.difference) },
      {
        key: 'interval',
        header: 'Interval',
        align: 'right',
        cell: (row) => (row.low === null ? '–' : `${shown(row.low)} to ${shown(row.high)}`),
      },
      {
        key: 'change',
        header: 'Change',
        cell: (row) => <StatusChip status={row.change} tones={changeTones} />,
      },
      {
        key: 'regression',
        header: 'Within the margin',
        cell: ({ regression }) =>
          regression ? <StatusChip status={regression} tones={verdictTones} /> : 'only reported',
      },
      {
        key: 'changed',
        header: 'Rose, fell',
        align: 'right',
        cell: (row) => `${number(row.rose)}, ${number(row.fell)}`,
      },
      { key: 'test', header: 'Test', cell: (row) => (row.test ? tests[row.test] : 'none') },
      { key: 'p', header: 'p', align: 'right', cell: (row) => shown(row.pValue) },
      { key: 'holm', header: 'p, Holm', align: 'right', cell: (row) => shown(row.holmP) },
      { key: 'bh', header: 'p, BH', align: 'right', cell: (row) => shown(row.bhP) },
      {
        key: 'found',
        header: 'Smallest found',
        align: 'right',
        cell: (row) => (row.smallestFound === null ? 'none' : significant(row.smallestFound)),
      },
      { key: 'note', header: 'Why', wrap: true, cell: (row) => row.note },
    ]}
  />
);
