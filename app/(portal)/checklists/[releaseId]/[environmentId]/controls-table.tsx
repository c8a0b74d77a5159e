import type { ReactNode } from 'react';
import { controlTones } from '@/app/_lib/checklist-tones';
import { PersonName } from '@/app/_lib/person-name';
import { provisionWords } from '@/app/_lib/provision';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Checklist } from './checklist';

interface ControlsTableProps {
  readonly rows: Checklist['controls'];
  readonly hrefOf: (controlId: string) => string;
  readonly empty: ReactNode;
}

export function ControlsTable({ rows, hrefOf, empty }: ControlsTableProps) {
  return (
    <DataTable
      caption="Controls"
      rows={rows}
      rowKey={({ controlId }) => controlId}
      rowHref={({ controlId }) => hrefOf(controlId)}
      empty={empty}
      columns={[
        { key: 'control', header: 'Control', wrap: true, cell: ({ title }) => title },
        {
          key: 'citation',
          header: 'Provision',
          from: 'xl',
          wrap: true,
          cell: ({ citation }) => provisionWords(citation),
        },
        {
          key: 'status',
          header: 'Status',
          cell: (row) => (
            <span className="inline-flex gap-1.5">
              <StatusChip status={row.status} tones={controlTones} />
              {row.by === 'hand' && <Chip>by hand</Chip>}
            </span>
          ),
        },
        {
          key: 'blocks',
          header: 'Blocks',
          from: 'md',
          cell: ({ blocks }) => (blocks ? <Chip tone="negative">blocks</Chip> : 'no'),
        },
        {
          key: 'owner',
          header: 'Owner',
          from: 'lg',
          cell: ({ ownerRole, ownerId }) =>
            ownerId ? <PersonName id={ownerId} /> : <span>{words(ownerRole)}</span>,
        },
        {
          key: 'due',
          header: 'Due',
          from: 'md',
          cell: ({ deadline, isLate }) =>
            deadline && (
              <span className="inline-flex gap-1.5">
                <Time value={deadline} style="date" />
                {isLate && <Chip tone="negative">late</Chip>}
              </span>
            ),
        },
      ]}
    />
  );
}
