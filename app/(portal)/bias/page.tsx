import { Plus, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Time } from '@/app/_ui/time';
import { ListStudies, type Study } from '@/server/bias/schema';
import { api, viewer } from '@/server/trpc/caller';
import { StudyStatus } from './study-status';

export const metadata = { title: 'Bias' };

export default async function BiasPage({ searchParams }: PageProps<'/bias'>) {
  const { q, cursor } = await searchParams;
  const asked = ListStudies.catch({ limit: 50 }).parse({ search: q || undefined, cursor });
  const caller = await api();
  const [{ items, nextCursor }, counts] = await Promise.all([caller.bias.list(asked), caller.bias.count({})]);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newStudy()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Study', { orgId, createdBy: '' })}
    >
      New study
    </LinkButton>
  );
  return (
    <Page
      title="Bias"
      description="A study compares predictions between groups, with intervals and a smallest group."
      actions={create}
    >
      <CounterCards
        items={[
          { label: 'Studies', value: counts.studies },
          { label: 'Results that pass', value: counts.passed },
          {
            label: 'Results that fail',
            value: counts.failed,
            tone: counts.failed > 0 ? 'negative' : undefined,
          },
          { label: 'Not enough evidence', value: counts.undecided },
        ]}
      />
      <FilterRow action={paths.bias()} search={{ placeholder: 'Search studies', value: asked.search }} />
      <StudiesTable rows={items} filtered={Boolean(asked.search)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.bias(), { q: asked.search }) : null}
        next={nextCursor && withQuery(paths.bias(), { q: asked.search, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

interface StudiesTableProps {
  readonly rows: readonly Study[];
  readonly filtered: boolean;
  readonly create: ReactNode;
}

const StudiesTable = ({ rows, filtered, create }: StudiesTableProps) => (
  <DataTable
    caption="Studies"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.study(row.id)}
    empty={
      <EmptyState
        icon={<Scale />}
        title={filtered ? 'No study matches' : 'No studies yet'}
        action={filtered ? undefined : create}
      >
        {filtered
          ? 'Change or clear the search.'
          : 'Upload predictions as a table, then say which columns hold the groups and the prediction.'}
      </EmptyState>
    }
    columns={[
      { key: 'name', header: 'Study', cell: (row) => `${row.name}@${row.number}` },
      {
        key: 'verdict',
        header: 'Verdict',
        cell: ({ lastResult }) => (lastResult ? <StudyStatus {...lastResult} /> : 'not computed yet'),
      },
      { key: 'groups', header: 'Groups by', truncate: true, cell: ({ body }) => body.attributes.join(', ') },
      {
        key: 'dataset',
        header: 'Predictions',
        from: 'lg',
        cell: ({ body: { dataset } }) => `${dataset.name}@${dataset.number}`,
      },
      { key: 'owner', header: 'Owner', from: 'lg', cell: (row) => <PersonName id={row.ownerId} /> },
      {
        key: 'created',
        header: 'Created',
        align: 'right',
        cell: (row) => <Time value={row.createdAt} style="relative" />,
      },
    ]}
  />
);
