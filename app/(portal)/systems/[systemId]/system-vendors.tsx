import { Handshake } from 'lucide-react';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { api } from '@/server/trpc/caller';

/** Third parties that the system uses; what is valid for them serves its controls. */
export async function SystemVendors({ systemId }: { systemId: string }) {
  const { vendors } = await (await api()).vendors.ofSystem({ systemId });
  const all = <LinkButton href={paths.vendors()}>Vendors</LinkButton>;
  return (
    <Section title="Vendors" frame="flush" actions={vendors.length > 0 && all}>
      <DataTable
        bare
        caption="Vendors of the system"
        rows={vendors}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.vendor(id)}
        empty={
          <EmptyState icon={<Handshake />} title="No vendor is recorded" action={all}>
            Say on the page of a vendor that this system uses it; its papers then serve the controls here.
          </EmptyState>
        }
        columns={[
          { key: 'name', header: 'Name', cell: ({ name }) => name },
          {
            key: 'roles',
            header: 'Roles',
            wrap: true,
            cell: ({ roles }) => roles.map((one) => words(one)).join(', '),
          },
          { key: 'country', header: 'Country', cell: ({ country }) => country },
          {
            key: 'data',
            header: 'Data',
            cell: ({ use, state }) =>
              state === 'ended' ? (
                <Chip tone="warning">removed</Chip>
              ) : use?.receivesData ? (
                <Chip tone="info">receives data</Chip>
              ) : (
                'none'
              ),
          },
          { key: 'for', header: 'For what', wrap: true, from: 'lg', cell: ({ use }) => use?.purpose },
        ]}
      />
    </Section>
  );
}
