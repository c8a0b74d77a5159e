import { Users } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { Avatar } from '@/app/_ui/avatar';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListPeople, type Person } from '@/server/identity/schema';
import { api, viewer } from '@/server/trpc/caller';
import { AddPerson } from './add-person';
import { OpenRequests } from './open-requests';
import { RoleChips, stateOf, stateTones } from './parts';

export const metadata = { title: 'People and roles' };

export default async function PeoplePage({ searchParams }: PageProps<'/settings/people'>) {
  const { q, cursor } = await searchParams;
  const asked = ListPeople.catch({ limit: 50 }).parse({ search: q || undefined, cursor });
  const { items, nextCursor } = await (await api()).identity.people(asked);
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Person', { orgId, id: '' });
  return (
    <Page
      title="People and roles"
      breadcrumb={[{ label: 'Settings', href: paths.settings() }]}
      description="A role says what a person may do; a responsibility lets them assess and sign the controls that name it. Roles take four eyes: one person asks, an administrator other than the two of them approves."
      actions={<AddPerson reason={reason ?? undefined} />}
    >
      <OpenRequests />
      <FilterRow
        action={paths.people()}
        search={{ placeholder: 'Search names and addresses', value: asked.search }}
      />
      <DataTable<Person>
        caption="People"
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.person(row.id)}
        empty={
          <EmptyState icon={<Users />} title="Nobody found">
            People appear here when an administrator adds them.
          </EmptyState>
        }
        columns={[
          { key: 'name', header: 'Name', cell: (row) => <Avatar name={row.name} named /> },
          { key: 'email', header: 'E-mail', from: 'lg', cell: (row) => row.email ?? '–' },
          { key: 'roles', header: 'Roles', wrap: true, cell: (row) => <RoleChips grants={row.grants} /> },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={stateOf(row)} tones={stateTones} />,
          },
          {
            key: 'seen',
            header: 'Last seen',
            from: 'md',
            cell: (row) => (row.lastSeenAt ? <Time value={row.lastSeenAt} style="relative" /> : 'Never'),
          },
        ]}
      />
      <Pagination
        previous={asked.cursor ? withQuery(paths.people(), { q: asked.search }) : null}
        next={nextCursor && withQuery(paths.people(), { q: asked.search, cursor: nextCursor })}
      />
    </Page>
  );
}
