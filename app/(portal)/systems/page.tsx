import { Boxes, Plus } from 'lucide-react';
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
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListSystems, type System } from '@/server/systems/schema';
import { api, viewer } from '@/server/trpc/caller';
import { stageLabel, stageOptions, stageTones } from './stages';

export const metadata = { title: 'Systems' };

export default async function SystemsPage({ searchParams }: PageProps<'/systems'>) {
  const { q, stage, cursor } = await searchParams;
  const asked = ListSystems.catch({ limit: 50 }).parse({ search: q, stage: stage || undefined, cursor });
  const caller = await api();
  const [{ items, nextCursor }, counts] = await Promise.all([
    caller.systems.list(asked),
    caller.systems.count({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'System', { orgId, systemId: '', createdBy: '' });
  const create = (
    <LinkButton href={paths.newSystem()} variant="primary" icon={<Plus aria-hidden />} reason={reason}>
      New system
    </LinkButton>
  );
  const filters = { q: asked.search, stage: asked.stage };
  return (
    <Page
      title="Systems"
      description="The AI systems of this organisation: what each is for and who answers for it."
      actions={create}
    >
      <CounterCards
        items={stageOptions.map(({ value, label }) => ({
          label,
          value: counts.find((one) => one.stage === value)?.systems ?? 0,
          href: withQuery(paths.systems(), { stage: value }),
        }))}
      />
      <FilterRow
        action={paths.systems()}
        search={{ placeholder: 'Search name and purpose', value: asked.search }}
        filters={[{ name: 'stage', label: 'Stage', value: asked.stage, options: stageOptions }]}
      />
      <SystemsTable rows={items} filtered={Boolean(asked.search || asked.stage)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.systems(), filters) : null}
        next={nextCursor && withQuery(paths.systems(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

interface SystemsTableProps {
  readonly rows: readonly System[];
  readonly filtered: boolean;
  readonly create: React.ReactNode;
}

const SystemsTable = ({ rows, filtered, create }: SystemsTableProps) => (
  <DataTable
    caption="Systems"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.system(row.id)}
    empty={
      filtered ? (
        <EmptyState icon={<Boxes />} title="No system matches">
          Change or clear the filters.
        </EmptyState>
      ) : (
        <EmptyState icon={<Boxes />} title="No systems yet" action={create}>
          A system is what releases, checklists and gates are about. Create the first one.
        </EmptyState>
      )
    }
    columns={[
      { key: 'name', header: 'Name', cell: (row) => row.name },
      {
        key: 'stage',
        header: 'Stage',
        cell: (row) => <StatusChip status={row.stage} tones={stageTones} label={stageLabel(row.stage)} />,
      },
      { key: 'purpose', header: 'Purpose', truncate: true, from: 'md', cell: (row) => row.purpose },
      { key: 'owner', header: 'Owner', from: 'lg', cell: (row) => <PersonName id={row.ownerId} /> },
      {
        key: 'created',
        header: 'Created',
        align: 'right',
        cell: (row) => <Time value={row.createdAt} style="date" />,
      },
    ]}
  />
);
