import { paths } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { words } from '@/app/_ui/status-chip';
import type { Api } from '@/server/trpc/caller';

type Gap = Awaited<ReturnType<Api['coverage']['get']>>['gaps'][number];

/** The controls that the most systems lack: where one piece of work helps most. */
export function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  return (
    <DataTable
      caption="Controls by how many systems lack them"
      rows={gaps}
      rowKey={({ controlId }) => controlId}
      rowHref={({ framework, controlId }) => paths.control(framework, controlId)}
      columns={[
        {
          key: 'control',
          header: 'Control',
          wrap: true,
          cell: ({ title }) => title,
        },
        { key: 'framework', header: 'Framework', from: 'md', cell: ({ framework }) => words(framework) },
        { key: 'systems', header: 'Systems', align: 'right', cell: ({ systems }) => systems },
        { key: 'blocks', header: 'Blocked', align: 'right', cell: ({ blocks }) => blocks },
        { key: 'stale', header: 'Stale', align: 'right', from: 'md', cell: ({ stale }) => stale },
      ]}
    />
  );
}
