import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { number } from '@/app/_lib/format';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Money } from '@/app/_ui/quantities';
import { Time } from '@/app/_ui/time';
import type { Run } from '@/server/evaluations/schema/runs';
import { RunStatus } from './run-status';

interface RunsTableProps {
  readonly rows: readonly Run[];
  readonly showSuite?: boolean;
  readonly action?: ReactNode;
}

export const RunsTable = ({ rows, showSuite, action }: RunsTableProps) => (
  <DataTable
    caption={showSuite ? 'Runs of all suites' : 'Runs of this suite'}
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.run(row.id)}
    empty={
      <EmptyState icon={<FlaskConical />} title="No runs" action={action}>
        A run asks a model every case of a suite, or judges outputs that were recorded elsewhere.
      </EmptyState>
    }
    columns={[
      {
        key: 'suite',
        header: showSuite ? 'Suite' : 'Suite version',
        cell: (row) => (showSuite ? `${row.suiteName}@${row.suiteNumber}` : `version ${row.suiteNumber}`),
      },
      { key: 'status', header: 'Verdict', cell: (row) => <RunStatus {...row} /> },
      {
        key: 'target',
        header: 'Target',
        truncate: true,
        from: 'md',
        cell: (row) => (row.source === 'live' ? row.target?.model : 'recorded outputs'),
      },
      {
        key: 'results',
        header: 'Results',
        align: 'right',
        cell: (row) => `${number(row.doneCount)} of ${number(row.caseCount * row.repeats)}`,
      },
      {
        key: 'cost',
        header: 'Cost',
        align: 'right',
        from: 'lg',
        cell: (row) => <Money amount={row.totalCost} />,
      },
      { key: 'by', header: 'Started by', from: 'lg', cell: (row) => <PersonName id={row.createdBy} /> },
      {
        key: 'at',
        header: 'Started',
        align: 'right',
        cell: (row) => <Time value={row.createdAt} style="relative" />,
      },
    ]}
  />
);
