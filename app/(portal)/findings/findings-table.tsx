import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Finding } from '@/server/findings/schema/findings';
import { findingTones, findingWords, severityTones } from './words';

interface FindingsTableProps {
  readonly rows: readonly Finding[];
  readonly empty: React.ReactNode;
  readonly bare?: boolean;
}

export const FindingsTable = ({ rows, empty, bare }: FindingsTableProps) => (
  <DataTable
    caption="Findings"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.finding(row.id)}
    empty={empty}
    bare={bare}
    columns={[
      { key: 'title', header: 'Finding', truncate: true, cell: (row) => row.title },
      {
        key: 'severity',
        header: 'Severity',
        cell: (row) => <StatusChip status={row.severity} tones={severityTones} />,
      },
      {
        key: 'state',
        header: 'State',
        cell: (row) => <StatusChip status={row.state} tones={findingTones} label={findingWords[row.state]} />,
      },
      {
        key: 'of',
        header: 'Of',
        from: 'md',
        cell: (row) => (row.releaseVersion ? `${row.systemName} ${row.releaseVersion}` : row.systemName),
      },
      { key: 'owner', header: 'Owner', from: 'lg', cell: (row) => <PersonName id={row.ownerId} /> },
      { key: 'due', header: 'Due', align: 'right', cell: (row) => <DueDate finding={row} /> },
    ]}
  />
);

/** When it starts to block the gate. */
export function DueDate({ finding }: { finding: Finding }) {
  const due = finding.state === 'accepted' ? finding.acceptedUntil : finding.dueAt;
  if (finding.state === 'closed' || !due) return <span className="text-faint">no date</span>;
  return (
    <span className="inline-flex items-baseline gap-2">
      {finding.isOverdue && <Chip tone="negative">Overdue</Chip>}
      <Time value={due} style="date" />
    </span>
  );
}
