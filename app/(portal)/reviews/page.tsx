import { Plus, UserRoundCheck } from 'lucide-react';
import { number } from '@/app/_lib/format';
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
import { ListQueues } from '@/server/reviews/schema/reviews';
import { api, viewer } from '@/server/trpc/caller';
import { queueTones } from './words';

export const metadata = { title: 'Reviews' };

export default async function ReviewsPage({ searchParams }: PageProps<'/reviews'>) {
  const { q, state, cursor } = await searchParams;
  const given = { search: q || undefined, state: state || undefined, cursor };
  const asked = ListQueues.catch({ limit: 50 }).parse(given);
  const { items, nextCursor } = await (await api()).reviews.list(asked);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newReview({})}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Review', { orgId, createdBy: '' })}
    >
      New queue
    </LinkButton>
  );
  const filters = { q: asked.search, state: asked.state };
  return (
    <Page
      title="Reviews"
      description="People label answers, each case by several of them, blind to each other. The labels become a dataset that judges are measured against."
      actions={create}
    >
      <FilterRow
        action={paths.reviews()}
        search={{ placeholder: 'Search queues', value: asked.search }}
        filters={[
          {
            name: 'state',
            label: 'State',
            value: asked.state,
            options: [
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Closed' },
            ],
          },
        ]}
      />
      <DataTable
        caption="Review queues"
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.review(row.id)}
        empty={
          <EmptyState icon={<UserRoundCheck />} title="No review queues" action={create}>
            Let people label the answers of a finished run, or of a dataset.
          </EmptyState>
        }
        columns={[
          { key: 'name', header: 'Queue', truncate: true, cell: (row) => row.name },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={row.state} tones={queueTones} />,
          },
          {
            key: 'given',
            header: 'Labels',
            align: 'right',
            cell: (row) => `${number(row.given)} of ${number(row.caseCount * row.overlap)}`,
          },
          { key: 'by', header: 'Made by', from: 'md', cell: (row) => <PersonName id={row.createdBy} /> },
          {
            key: 'at',
            header: 'Created',
            align: 'right',
            cell: (row) => <Time value={row.createdAt} style="relative" />,
          },
        ]}
      />
      <Pagination
        previous={cursor ? withQuery(paths.reviews(), filters) : null}
        next={nextCursor && withQuery(paths.reviews(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}
