import { mayNot } from '@/app/_lib/may';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { RoleGrant } from '@/server/identity/schema';
import { api, viewer } from '@/server/trpc/caller';
import { GrantButton } from './grant-button';

/** Requests that wait for somebody; nothing at all when there are none. */
export async function OpenRequests() {
  const reader = await viewer();
  const { items } = await (await api()).identity.grants({ state: 'requested', limit: 100 });
  if (items.length === 0 || !reader) return null;
  const rows = await Promise.all(
    items.map(async (grant) => ({
      ...grant,
      mayApprove: (await mayNot('grant', 'RoleGrant', grant)) ?? grant.approvalBlocked,
      mayEnd: await mayNot('withdraw', 'RoleGrant', grant),
    })),
  );
  return (
    <Section title="Waiting for approval" frame="flush">
      <DataTable
        bare
        caption="Requested roles"
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'person', header: 'Person', truncate: true, cell: (row) => row.personName },
          { key: 'role', header: 'Role', cell: (row) => words(row.role) },
          { key: 'scope', header: 'Where', from: 'md', cell: (row) => scopeWords(row) },
          {
            key: 'by',
            header: 'Requested by',
            from: 'md',
            cell: (row) => row.requestedByName ?? row.requestedBy,
          },
          {
            key: 'at',
            header: 'Since',
            from: 'lg',
            cell: (row) => <Time value={row.createdAt} style="relative" />,
          },
          {
            key: 'decide',
            header: 'Decide',
            hiddenHeader: true,
            align: 'right',
            cell: (row) => (
              <span className="flex justify-end gap-2">
                <GrantButton
                  kind={row.requestedBy === reader.id ? 'withdraw' : 'decline'}
                  grantId={row.id}
                  about={about(row)}
                  reason={row.mayEnd}
                />
                <GrantButton kind="approve" grantId={row.id} about={about(row)} reason={row.mayApprove} />
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}

export const about = ({ role, personName }: RoleGrant): string => `${words(role)} of ${personName}`;
export const scopeWords = ({ systemName, systemId }: RoleGrant): string =>
  systemId === null ? 'Whole organisation' : (systemName ?? systemId);
