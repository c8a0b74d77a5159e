import { Cpu, Plus } from 'lucide-react';
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
import { ListModels, type Model } from '@/server/registry/schema/models';
import { api, viewer } from '@/server/trpc/caller';
import { Identity } from './identity';
import { kindLabel, sourceKinds } from './kinds';

export const metadata = { title: 'Models' };

export default async function ModelsPage({ searchParams }: PageProps<'/models'>) {
  const { q, kind, cursor } = await searchParams;
  const asked = ListModels.catch({ limit: 50 }).parse({ search: q, kind: kind || undefined, cursor });
  const caller = await api();
  const [{ items, nextCursor }, counts] = await Promise.all([
    caller.models.list(asked),
    caller.models.count({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newModel()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Model', { orgId, createdBy: '' })}
    >
      Register model
    </LinkButton>
  );
  const filters = { q: asked.search, kind: asked.kind };
  return (
    <Page
      title="Models"
      description="What predicts. A version never changes and is named by a digest."
      actions={create}
    >
      <CounterCards
        items={[
          { label: 'Models', value: counts.models },
          { label: 'Versions', value: counts.versions },
          {
            label: 'Provider-asserted versions',
            value: counts.providerAsserted,
            note: 'No content digest exists',
            tone: counts.providerAsserted > 0 ? 'warning' : undefined,
            href: withQuery(paths.models(), { kind: 'hosted' }),
          },
        ]}
      />
      <FilterRow
        action={paths.models()}
        search={{ placeholder: 'Search name and use', value: asked.search }}
        filters={[{ name: 'kind', label: 'Named by', value: asked.kind, options: sourceKinds }]}
      />
      <ModelsTable rows={items} filtered={Boolean(asked.search || asked.kind)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.models(), filters) : null}
        next={nextCursor && withQuery(paths.models(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

interface ModelsTableProps {
  readonly rows: readonly Model[];
  readonly filtered: boolean;
  readonly create: ReactNode;
}

const ModelsTable = ({ rows, filtered, create }: ModelsTableProps) => (
  <DataTable
    caption="Models"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.model(row.id)}
    empty={
      filtered ? (
        <EmptyState icon={<Cpu />} title="No model matches">
          Change or clear the filters.
        </EmptyState>
      ) : (
        <EmptyState icon={<Cpu />} title="No models yet" action={create}>
          Register the model that your system uses, from your own weights or behind an API.
        </EmptyState>
      )
    }
    columns={[
      { key: 'name', header: 'Name', cell: (row) => row.name },
      { key: 'version', header: 'Newest version', cell: (row) => row.latest?.version ?? 'none yet' },
      {
        key: 'kind',
        header: 'Named by',
        from: 'lg',
        cell: (row) => row.latest && kindLabel(row.latest.source.kind),
      },
      {
        key: 'digest',
        header: 'Digest',
        from: 'md',
        cell: ({ latest }) => latest && <Identity {...latest} />,
      },
      { key: 'owner', header: 'Owner', from: 'xl', cell: (row) => <PersonName id={row.ownerId} /> },
      {
        key: 'created',
        header: 'Registered',
        align: 'right',
        cell: (row) => <Time value={row.createdAt} style="date" />,
      },
    ]}
  />
);
