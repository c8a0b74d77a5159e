import { Package } from 'lucide-react';
import { paths } from '@/app/_lib/paths';
import { releaseTones } from '@/app/_lib/release-tones';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';

export async function NewestReleases({ systemId }: { systemId: string }) {
  const { items } = await (await api()).releases.list({ systemId, limit: 10 });
  return (
    <Section title="Newest releases" frame="flush">
      <DataTable
        caption="Newest releases of this system"
        bare
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.release(row.id)}
        empty={
          <EmptyState icon={<Package />} title="No releases yet">
            A release freezes what this system is made of into one digest that people sign.
          </EmptyState>
        }
        columns={[
          { key: 'version', header: 'Version', cell: (row) => row.version },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={row.state} tones={releaseTones} />,
          },
          {
            key: 'digest',
            header: 'Digest',
            from: 'md',
            cell: (row) =>
              row.digest ? (
                <span className="relative">
                  <Digest value={row.digest} />
                </span>
              ) : (
                'not frozen'
              ),
          },
          {
            key: 'changed',
            header: 'Changed',
            align: 'right',
            cell: (row) => <Time value={row.updatedAt} style="relative" />,
          },
        ]}
      />
    </Section>
  );
}
