import { Inbox } from 'lucide-react';
import { withoutIds } from '@/app/_lib/gate-reason';
import { paths, withQuery } from '@/app/_lib/paths';
import { decisionTones } from '@/app/_lib/tones';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';

type Waiting = Awaited<ReturnType<Api['signoff']['inbox']>>['items'][number];

export function InboxTable({ rows, bare }: { rows: readonly Waiting[]; bare?: boolean }) {
  return (
    <DataTable
      bare={bare}
      caption="Releases that wait for me"
      rows={rows}
      rowKey={(row) => `${row.id} ${row.environment}`}
      rowHref={(row) => withQuery(paths.signRelease(row.id), { environment: row.environment })}
      empty={
        <EmptyState icon={<Inbox />} title="No release waits for your signature">
          A submitted release appears here when a policy asks for one of your roles and you are not one of its
          authors.
        </EmptyState>
      }
      columns={[
        {
          key: 'release',
          header: 'Release',
          cell: (row) => (
            <>
              {row.system} {row.version}
              <span className="block text-xs font-normal text-muted md:hidden">{row.environment}</span>
            </>
          ),
        },
        { key: 'environment', header: 'Environment', from: 'md', cell: (row) => row.environment },
        {
          key: 'roles',
          header: 'As',
          from: 'md',
          cell: (row) => row.roles.map((role) => <Chip key={role}>{words(role)}</Chip>),
        },
        {
          key: 'gate',
          header: 'Gate',
          cell: (row) => <StatusChip status={row.verdict} tones={decisionTones} />,
        },
        {
          key: 'reasons',
          header: 'Still missing',
          from: 'lg',
          wrap: true,
          cell: (row) => row.reasons.map((reason) => `${withoutIds(reason).replace(/\.$/, '')}.`).join(' '),
        },
        {
          key: 'submitted',
          header: 'Submitted',
          align: 'right',
          from: 'md',
          cell: (row) =>
            row.submittedAtUs !== null && (
              <Time value={new Date(row.submittedAtUs / 1000)} style="relative" />
            ),
        },
      ]}
    />
  );
}
