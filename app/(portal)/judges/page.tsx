import { Gavel, Plus } from 'lucide-react';
import { interval } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { type Judge, ListJudges } from '@/server/judges/schema/judges';
import { api, viewer } from '@/server/trpc/caller';
import { kindOptions, kindWords, standingTones, standingWords } from './words';

export const metadata = { title: 'Judges' };

export default async function JudgesPage({ searchParams }: PageProps<'/judges'>) {
  const { q, kind, cursor } = await searchParams;
  const given = { search: q || undefined, kind: kind || undefined, cursor };
  const asked = ListJudges.catch({ limit: 50 }).parse(given);
  const { items, nextCursor } = await (await api()).judges.list(asked);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newJudge()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Judge', { orgId, createdBy: '' })}
    >
      New judge
    </LinkButton>
  );
  const filters = { q: asked.search, kind: asked.kind };
  return (
    <Page
      title="Judges"
      description="A judge is a model that evaluates. A calibration measures it against the labels of people; a gate policy may demand one."
      actions={create}
    >
      <FilterRow
        action={paths.judges()}
        search={{ placeholder: 'Search judges', value: asked.search }}
        filters={[{ name: 'kind', label: 'Kind', value: asked.kind, options: kindOptions }]}
      />
      <JudgesTable
        rows={items}
        empty={
          asked.search || asked.kind ? (
            <EmptyState icon={<Gavel />} title="No judge matches">
              Change or clear the filters.
            </EmptyState>
          ) : (
            <EmptyState icon={<Gavel />} title="No judges yet" action={create}>
              Write a rubric, name the model that judges by it, and measure it against people.
            </EmptyState>
          )
        }
      />
      <Pagination
        previous={cursor ? withQuery(paths.judges(), filters) : null}
        next={nextCursor && withQuery(paths.judges(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

const kappa = ({ calibration }: Judge) =>
  calibration
    ? interval({ value: calibration.kappa, low: calibration.kappaLow, high: calibration.kappaHigh })
    : '–';

const JudgesTable = ({ rows, empty }: { rows: readonly Judge[]; empty: React.ReactNode }) => (
  <DataTable
    caption="Judges"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.judge(row.id)}
    empty={empty}
    columns={[
      { key: 'name', header: 'Judge', truncate: true, cell: (row) => `${row.name}@${row.number}` },
      { key: 'kind', header: 'Kind', from: 'md', cell: (row) => kindWords[row.kind] },
      { key: 'model', header: 'Model', from: 'lg', cell: (row) => row.body.params.judge.model },
      {
        key: 'standing',
        header: 'Standing',
        cell: (row) => (
          <StatusChip status={row.standing} tones={standingTones} label={standingWords[row.standing]} />
        ),
      },
      { key: 'kappa', header: 'Kappa', align: 'right', from: 'md', cell: kappa },
      { key: 'owner', header: 'Owner', from: 'lg', cell: (row) => <PersonName id={row.ownerId} /> },
      {
        key: 'at',
        header: 'Created',
        align: 'right',
        cell: (row) => <Time value={row.createdAt} style="relative" />,
      },
    ]}
  />
);
