import { Plus } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { CounterCards } from '@/app/_ui/counter-cards';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { words } from '@/app/_ui/status-chip';
import { ListVendors, vendorRoles } from '@/server/registry/schema/vendors';
import { api, viewer } from '@/server/trpc/caller';
import { VendorsTable } from './vendors-table';

export const metadata = { title: 'Vendors' };
const states = [
  { value: 'active', label: 'In the register' },
  { value: 'ended', label: 'Removed' },
];

export default async function VendorsPage({ searchParams }: PageProps<'/vendors'>) {
  const { q, role, state, cursor } = await searchParams;
  const given = { search: q || undefined, role: role || undefined, state: state || undefined, cursor };
  const asked = ListVendors.catch({ limit: 50 }).parse(given);
  const caller = await api();
  const [{ items, nextCursor }, counts] = await Promise.all([
    caller.vendors.list(asked),
    caller.vendors.count({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newVendor()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Vendor', { orgId, createdBy: '' })}
    >
      Register vendor
    </LinkButton>
  );
  const filters = { q: asked.search, role: asked.role, state: asked.state };
  return (
    <Page
      title="Vendors"
      description="Third parties that receive data or supply a model. Their papers serve every system that uses them."
      actions={create}
    >
      <CounterCards
        items={[
          { label: 'Vendors', value: counts.vendors },
          { label: 'Receive data', value: counts.receivingData },
          {
            label: 'Removed, but still used',
            value: counts.endedInUse,
            note: 'What their systems inherited is stale',
            tone: counts.endedInUse > 0 ? 'warning' : undefined,
            href: withQuery(paths.vendors(), { state: 'ended' }),
          },
        ]}
      />
      <FilterRow
        action={paths.vendors()}
        search={{ placeholder: 'Search name and services', value: asked.search }}
        filters={[
          {
            name: 'role',
            label: 'Role',
            value: asked.role,
            options: vendorRoles.map((value) => ({ value, label: words(value) })),
          },
          { name: 'state', label: 'State', value: asked.state, options: states },
        ]}
      />
      <VendorsTable rows={items} filtered={Object.values(filters).some(Boolean)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.vendors(), filters) : null}
        next={nextCursor && withQuery(paths.vendors(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}
