import { Package, Plus } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { releaseTones } from '@/app/_lib/release-tones';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListReleases } from '@/server/releases/schema/inputs';
import { api, viewer } from '@/server/trpc/caller';

export const metadata = { title: 'Releases' };
const states = ['draft', 'frozen', 'submitted', 'withdrawn'].map((value) => ({ value, label: value }));

export default async function ReleasesPage({ searchParams }: PageProps<'/releases'>) {
  const { q, state, cursor } = await searchParams;
  const asked = ListReleases.catch({ limit: 50 }).parse({ search: q, state: state || undefined, cursor });
  const { items, nextCursor } = await (await api()).releases.list(asked);
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Release', { orgId, systemId: '', createdBy: '' });
  const create = (
    <LinkButton href={paths.newRelease()} variant="primary" icon={<Plus />} reason={reason ?? undefined}>
      New release
    </LinkButton>
  );
  return (
    <Page
      title="Releases"
      description="A release freezes a system's models, prompts and tests into one digest that people sign and the gate is asked about."
      actions={create}
    >
      <FilterRow
        action={paths.releases()}
        search={{ placeholder: 'Search versions', value: asked.search }}
        filters={[{ name: 'state', label: 'State', value: asked.state, options: states }]}
      />
      <DataTable
        caption="Releases"
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.release(row.id)}
        empty={
          <EmptyState icon={<Package />} title="No releases yet" action={create}>
            Freeze model and prompt versions into a release, let people sign it, then ask the gate.
          </EmptyState>
        }
        columns={[
          {
            key: 'release',
            header: 'Release',
            truncate: true,
            cell: (row) => `${row.system} ${row.version}`,
          },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={row.state} tones={releaseTones} />,
          },
          {
            key: 'digest',
            header: 'Digest',
            from: 'md',
            cell: (row) =>
              row.digest ? (
                <span className="relative">
                  <Digest value={row.digest} />
                </span>
              ) : (
                'not frozen'
              ),
          },
          { key: 'summary', header: 'Summary', from: 'lg', wrap: true, cell: (row) => row.summary },
          {
            key: 'changed',
            header: 'Changed',
            align: 'right',
            cell: (row) => <Time value={row.updatedAt.toISOString()} style="relative" />,
          },
        ]}
      />
      <Pagination
        previous={cursor ? withQuery(paths.releases(), { q: asked.search, state: asked.state }) : null}
        next={
          nextCursor &&
          withQuery(paths.releases(), { q: asked.search, state: asked.state, cursor: nextCursor })
        }
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}
