import { Database, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { number } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { type Dataset, ListDatasets } from '@/server/registry/schema/datasets';
import { api, viewer } from '@/server/trpc/caller';
import { kindOptions, labelOf, personalDataOptions, personalDataTones } from './words';

export const metadata = { title: 'Datasets' };

export default async function DatasetsPage({ searchParams }: PageProps<'/datasets'>) {
  const { q, kind, personal, cursor } = await searchParams;
  const given = { search: q, kind: kind || undefined, personalData: personal || undefined, cursor };
  const asked = ListDatasets.catch({ limit: 50 }).parse(given);
  const caller = await api();
  const [{ items, nextCursor }, counts] = await Promise.all([
    caller.datasets.list(asked),
    caller.datasets.count({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newDataset()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Dataset', { orgId, createdBy: '' })}
    >
      New dataset
    </LinkButton>
  );
  const filters = { q: asked.search, kind: asked.kind, personal: asked.personalData };
  return (
    <Page
      title="Datasets"
      description="Rows that suites and studies judge by. A version is named by a digest of its content."
      actions={create}
    >
      <CounterCards
        items={[
          { label: 'Datasets', value: counts.datasets },
          { label: 'Versions', value: counts.versions },
          { label: 'With personal data', value: counts.personal },
          {
            label: 'Not classified',
            value: counts.unclassified,
            tone: counts.unclassified > 0 ? 'warning' : undefined,
            href: withQuery(paths.datasets(), { personal: 'unknown' }),
          },
        ]}
      />
      <FilterRow
        action={paths.datasets()}
        search={{ placeholder: 'Search name and description', value: asked.search }}
        filters={[
          { name: 'kind', label: 'Kind', value: asked.kind, options: kindOptions },
          {
            name: 'personal',
            label: 'Personal data',
            value: asked.personalData,
            options: personalDataOptions,
          },
        ]}
      />
      <DatasetsTable rows={items} filtered={Object.values(filters).some(Boolean)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.datasets(), filters) : null}
        next={nextCursor && withQuery(paths.datasets(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

interface DatasetsTableProps {
  readonly rows: readonly Dataset[];
  readonly filtered: boolean;
  readonly create: ReactNode;
}

const DatasetsTable = ({ rows, filtered, create }: DatasetsTableProps) => (
  <DataTable
    caption="Datasets"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.dataset(row.id)}
    empty={
      filtered ? (
        <EmptyState icon={<Database />} title="No dataset matches">
          Change or clear the filters.
        </EmptyState>
      ) : (
        <EmptyState icon={<Database />} title="No datasets yet" action={create}>
          Upload cases with expected answers, or a table of predictions, as CSV or JSON Lines.
        </EmptyState>
      )
    }
    columns={[
      { key: 'name', header: 'Name', cell: (row) => row.name },
      { key: 'kind', header: 'Kind', cell: (row) => labelOf(kindOptions, row.kind) },
      {
        key: 'personal',
        header: 'Personal data',
        from: 'md',
        cell: (row) => (
          <StatusChip
            status={row.personalData}
            tones={personalDataTones}
            label={labelOf(personalDataOptions, row.personalData)}
          />
        ),
      },
      {
        key: 'version',
        header: 'Version',
        align: 'right',
        cell: ({ latest }) => (latest ? latest.number : 'none yet'),
      },
      {
        key: 'rows',
        header: 'Rows',
        align: 'right',
        cell: ({ latest }) => latest && number(latest.rowCount),
      },
      {
        key: 'digest',
        header: 'Digest',
        from: 'lg',
        cell: ({ latest }) =>
          latest && (
            <span className="relative">
              <Digest value={latest.digest} />
            </span>
          ),
      },
      {
        key: 'created',
        header: 'Created',
        align: 'right',
        from: 'md',
        cell: (row) => <Time value={row.createdAt} style="date" />,
      },
    ]}
  />
);
