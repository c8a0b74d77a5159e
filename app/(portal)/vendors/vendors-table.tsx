import { Handshake } from 'lucide-react';
import type { ReactNode } from 'react';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { words } from '@/app/_ui/status-chip';
import type { Vendor } from '@/server/registry/schema/vendors';

interface VendorsTableProps {
  readonly rows: readonly Vendor[];
  readonly filtered: boolean;
  readonly create: ReactNode;
}

export const VendorsTable = ({ rows, filtered, create }: VendorsTableProps) => (
  <DataTable
    caption="Vendors"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.vendor(row.id)}
    empty={
      filtered ? (
        <EmptyState icon={<Handshake />} title="No vendor matches">
          Change or clear the filters.
        </EmptyState>
      ) : (
        <EmptyState icon={<Handshake />} title="No vendors yet" action={create}>
          Register who receives data or supplies a model, and say which systems use them.
        </EmptyState>
      )
    }
    columns={[
      { key: 'name', header: 'Name', cell: (row) => row.name },
      {
        key: 'roles',
        header: 'Roles',
        wrap: true,
        cell: (row) => row.roles.map((one) => words(one)).join(', '),
      },
      { key: 'country', header: 'Country', cell: (row) => row.country },
      {
        key: 'systems',
        header: 'Used by',
        wrap: true,
        from: 'md',
        cell: (row) => row.uses.map(({ system }) => system).join(', ') || 'no system',
      },
      {
        key: 'data',
        header: 'Receives data',
        from: 'lg',
        cell: (row) => (row.uses.some(({ receivesData }) => receivesData) ? 'yes' : 'no'),
      },
      {
        key: 'state',
        header: 'State',
        cell: ({ state }) => (state === 'ended' ? <Chip tone="warning">removed</Chip> : 'in the register'),
      },
    ]}
  />
);
