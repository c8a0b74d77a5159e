import { Waypoints } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { type ApiToken, ListTokens } from '@/server/identity/schema';
import { api, viewer } from '@/server/trpc/caller';
import { CreateTokenDialog } from './create-token';
import { scopeLabel } from './scopes';
import { RevokeButton } from './revoke-button';

export const metadata = { title: 'API tokens' };
const tones = { active: 'positive', expired: 'neutral', revoked: 'neutral' } as const;

export default async function TokensPage({ searchParams }: PageProps<'/settings/tokens'>) {
  const { cursor } = await searchParams;
  const asked = ListTokens.catch({ limit: 50 }).parse({ cursor });
  const caller = await api();
  const { items, nextCursor } = await caller.identity.tokens(asked);
  const { items: systems } = await caller.systems.list({ limit: 200 });
  const reader = await viewer();
  const own = { orgId: reader?.orgId ?? '', personId: reader?.id ?? '' };
  const reason = (await mayNot('create', 'ApiToken', own)) ?? undefined;
  const create = (
    <CreateTokenDialog
      reason={reason}
      systems={systems.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
  return (
    <Page
      title="API tokens"
      breadcrumb={[{ label: 'Settings', href: paths.settings() }]}
      description="A token does what its owner may do, within its scopes and systems, until it expires. It never signs, assesses or grants."
      actions={create}
    >
      <DataTable<ApiToken>
        caption="API tokens"
        rows={items}
        rowKey={(row) => row.id}
        empty={
          <EmptyState icon={<Waypoints />} title="No API tokens yet">
            Make one for each pipeline, so that each can be revoked alone.
          </EmptyState>
        }
        columns={[
          { key: 'name', header: 'Name', truncate: true, cell: (row) => row.name },
          { key: 'owner', header: 'Owner', from: 'md', cell: (row) => row.personName },
          {
            key: 'scopes',
            header: 'Scopes',
            cell: (row) => (
              <span className="flex gap-1">
                {row.scopes.map((scope) => (
                  <Chip key={scope} title={scope}>
                    {scopeLabel(scope)}
                  </Chip>
                ))}
              </span>
            ),
          },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={row.state} tones={tones} />,
          },
          {
            key: 'expires',
            header: 'Expires',
            from: 'md',
            cell: (row) => <Time value={row.expiresAt} style="date" />,
          },
          {
            key: 'used',
            header: 'Last used',
            from: 'lg',
            cell: (row) => (row.lastUsedAt ? <Time value={row.lastUsedAt} style="relative" /> : 'Never'),
          },
          {
            key: 'revoke',
            header: 'Revoke',
            hiddenHeader: true,
            align: 'right',
            cell: (row) => row.revokedAt === null && <RevokeButton tokenId={row.id} name={row.name} />,
          },
        ]}
      />
      <Pagination
        previous={asked.cursor ? paths.tokens() : null}
        next={nextCursor && withQuery(paths.tokens(), { cursor: nextCursor })}
      />
    </Page>
  );
}
