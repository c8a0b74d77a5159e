import { ShieldQuestion } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { GrantButton } from '../grant-button';
import { about, scopeWords } from '../open-requests';

const tones = { held: 'positive', requested: 'warning', declined: 'neutral', ended: 'neutral' } as const;

/** What the person holds, asked for and held before, newest first. */
export async function Grants({ personId }: { personId: string }) {
  const { items } = await (await api()).identity.grants({ personId, limit: 100 });
  const rows = await Promise.all(
    items.map(async (grant) => ({ ...grant, reason: await mayNot('withdraw', 'RoleGrant', grant) })),
  );
  return (
    <Section title="Roles and responsibilities" frame="flush">
      <DataTable
        bare
        caption="Grants, newest first"
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState icon={<ShieldQuestion />} title="No role yet">
            Without a role a person sees who belongs to the organisation, and nothing else.
          </EmptyState>
        }
        columns={[
          { key: 'role', header: 'Role', truncate: true, cell: (row) => words(row.role) },
          { key: 'scope', header: 'Where', cell: (row) => scopeWords(row) },
          { key: 'state', header: 'State', cell: (row) => <StatusChip status={row.state} tones={tones} /> },
          {
            key: 'approved',
            header: 'Approved by',
            from: 'md',
            cell: (row) =>
              row.isBootstrap ? (
                <Chip
                  tone="warning"
                  title="Granted by one person alone, before a second administrator existed"
                >
                  One person alone
                </Chip>
              ) : (
                (row.approvedByName ?? '–')
              ),
          },
          {
            key: 'from',
            header: 'From',
            from: 'lg',
            cell: (row) => (row.fromAt ? <Time value={row.fromAt} /> : '–'),
          },
          {
            key: 'to',
            header: 'To',
            from: 'lg',
            cell: (row) => (row.toAt ? <Time value={row.toAt} /> : '–'),
          },
          {
            key: 'end',
            header: 'End it',
            hiddenHeader: true,
            align: 'right',
            cell: (row) =>
              row.toAt === null && (
                <GrantButton
                  kind={row.state === 'held' ? 'revoke' : 'decline'}
                  grantId={row.id}
                  about={about(row)}
                  reason={row.reason}
                />
              ),
          },
        ]}
      />
    </Section>
  );
}
