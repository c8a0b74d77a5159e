import { Boxes, Unlink } from 'lucide-react';
import Link from 'next/link';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import type { Vendor, VendorUse } from '@/server/registry/schema/vendors';
import { api } from '@/server/trpc/caller';
import { dropVendor } from '../actions';
import { UseVendor } from './use-vendor';

/** Which systems use it, for what, and whether it receives their data. */
export async function VendorUses({ vendor }: { vendor: Vendor }) {
  const caller = await api();
  const [systems, models] = await Promise.all([
    caller.systems.list({ limit: 200 }),
    caller.models.list({ limit: 200 }),
  ]);
  const refusals = new Map<string, string | null>();
  for (const { id, orgId } of systems.items)
    refusals.set(id, await mayNot('answer', 'Facts', { orgId, systemId: id }));
  const add = (
    <UseVendor
      vendor={vendor}
      systems={systems.items.filter(({ id }) => refusals.get(id) === null)}
      models={models.items}
    />
  );
  const drop = ({ systemId, system }: VendorUse) => (
    <ActionDialog
      label="No longer"
      icon={<Unlink aria-hidden />}
      title={`${system} no longer uses ${vendor.name}`}
      description="What the system inherited from it is stale from now on."
      reason={refusals.get(systemId) ?? null}
      action={dropVendor}
      hidden={{ vendorId: vendor.id, systemId }}
      submit="Save"
      fields={[{ kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 }]}
    />
  );
  return (
    <Section
      title="Used by"
      description="Its valid papers serve the controls of these systems. Where it receives no data, no agreement about data is asked of it."
      frame="flush"
      actions={vendor.uses.length + vendor.pastUses.length > 0 && add}
    >
      <DataTable
        bare
        caption={`Systems that use ${vendor.name}`}
        rows={[...vendor.uses, ...vendor.pastUses]}
        rowKey={({ systemId }) => systemId}
        empty={
          <EmptyState icon={<Boxes />} title="No system uses it yet" action={add}>
            Say which systems do; from then on its papers serve their controls.
          </EmptyState>
        }
        columns={[
          {
            key: 'system',
            header: 'System',
            cell: ({ systemId, system }) => (
              <Link href={paths.system(systemId)} className="font-medium hover:underline">
                {system}
              </Link>
            ),
          },
          { key: 'purpose', header: 'For what', wrap: true, cell: ({ purpose }) => purpose },
          {
            key: 'models',
            header: 'Models',
            from: 'lg',
            cell: (use) => use.models.map(({ name }) => name).join(', '),
          },
          {
            key: 'data',
            header: 'Data',
            cell: ({ receivesData }) => (receivesData ? <Chip tone="info">receives data</Chip> : 'none'),
          },
          { key: 'since', header: 'Since', from: 'md', cell: (use) => <Period use={use} /> },
          {
            key: 'drop',
            header: 'No longer used',
            hiddenHeader: true,
            align: 'right',
            cell: (use) => use.endedAt === null && drop(use),
          },
        ]}
      />
    </Section>
  );
}

const Period = ({ use: { since, endedAt } }: { use: VendorUse }) => (
  <span>
    <Time value={since} style="date" />
    {endedAt && (
      <>
        {' to '}
        <Time value={endedAt} style="date" />
      </>
    )}
  </span>
);
