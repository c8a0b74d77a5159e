import { ListChecks } from 'lucide-react';
import Link from 'next/link';
import { paths, withQuery } from '@/app/_lib/paths';
import { releaseTones } from '@/app/_lib/release-tones';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { ListReleases } from '@/server/releases/schema/inputs';
import { api } from '@/server/trpc/caller';

export const metadata = { title: 'Checklists' };

export default async function ChecklistsPage({ searchParams }: PageProps<'/checklists'>) {
  const { q, cursor } = await searchParams;
  const asked = ListReleases.catch({ limit: 50 }).parse({ search: q, cursor });
  const caller = await api();
  const { items, nextCursor } = await caller.releases.list(asked);
  const environments = await caller.gates.environments({});
  const rows = items.filter(({ digest }) => digest !== null);
  return (
    <Page
      title="Checklists"
      description="A frozen release has one checklist per environment: the controls of its frameworks that its system's facts ask for."
    >
      <FilterRow
        action={paths.checklists()}
        search={{ placeholder: 'Search versions', value: asked.search }}
      />
      <DataTable
        caption="Releases with a checklist"
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState
            icon={<ListChecks />}
            title="No checklists yet"
            action={<LinkButton href={paths.releases()}>Releases</LinkButton>}
          >
            Answer the facts of a system, then freeze a release of it with a framework: its checklist appears
            here.
          </EmptyState>
        }
        columns={[
          {
            key: 'release',
            header: 'Release',
            truncate: true,
            cell: (row) => (
              <Link href={paths.release(row.id)} className="font-medium hover:underline">
                {row.system} {row.version}
              </Link>
            ),
          },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={row.state} tones={releaseTones} />,
          },
          {
            key: 'frameworks',
            header: 'Frameworks',
            from: 'md',
            cell: (row) => row.parts.frameworks.map(words).join(', ') || 'none',
          },
          {
            key: 'checklists',
            header: 'Checklists',
            cell: (row) => (
              <span className="flex flex-wrap gap-x-3">
                {environments.map(({ name }) => (
                  <Link
                    key={name}
                    href={paths.checklist(row.id, name)}
                    aria-label={`Checklist of ${row.system} ${row.version} in ${name}`}
                    className="text-accent hover:underline"
                  >
                    {name}
                  </Link>
                ))}
              </span>
            ),
          },
        ]}
      />
      <Pagination
        previous={cursor ? withQuery(paths.checklists(), { q: asked.search }) : null}
        next={nextCursor && withQuery(paths.checklists(), { q: asked.search, cursor: nextCursor })}
        summary={rows.length > 0 && `${rows.length} shown`}
      />
    </Page>
  );
}
