import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { Page } from '@/app/_ui/page';
import { words } from '@/app/_ui/status-chip';
import { api } from '@/server/trpc/caller';

export const metadata = { title: 'Frameworks' };

export default async function FrameworksPage() {
  const { frameworks } = await (await api()).frameworks.list({});
  return (
    <Page
      title="Frameworks"
      description="Laws and standards as packs of controls. A manifest names the exact digest of the packs that a release is judged by."
    >
      <DataTable
        caption="Frameworks"
        rows={frameworks}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.framework(id)}
        columns={[
          { key: 'title', header: 'Framework', wrap: true, cell: ({ title }) => title },
          { key: 'nature', header: 'Nature', cell: ({ nature }) => words(nature) },
          { key: 'controls', header: 'Controls', align: 'right', cell: ({ controls }) => controls },
          {
            key: 'law',
            header: 'Status',
            from: 'lg',
            wrap: true,
            cell: ({ law }) =>
              law.length > 1 ? `${law.length} laws, each with its status` : (law[0]?.status ?? 'not a law'),
          },
          {
            key: 'asOf',
            header: 'As of',
            from: 'md',
            cell: ({ law }) => law[0]?.as_of.slice(0, 10) ?? '',
          },
          {
            key: 'offered',
            header: 'Use',
            cell: ({ offered }) => (
              <Chip tone={offered ? 'positive' : 'neutral'}>{offered ? 'offered' : 'not offered yet'}</Chip>
            ),
          },
          {
            key: 'digest',
            header: 'Digest',
            from: 'xl',
            cell: ({ digest }) => (
              <span className="relative">
                <Digest value={digest} />
              </span>
            ),
          },
        ]}
      />
    </Page>
  );
}
