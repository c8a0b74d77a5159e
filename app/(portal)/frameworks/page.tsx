import { Plus } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';

export const metadata = { title: 'Frameworks' };

export default async function FrameworksPage() {
  const { frameworks, orgId } = await (await api()).frameworks.list({});
  return (
    <Page
      title="Frameworks"
      description="Laws and standards as packs of controls. A manifest names the exact digest of the packs that a release is judged by."
      actions={
        <LinkButton
          href={paths.newFramework()}
          variant="primary"
          icon={<Plus />}
          reason={await mayNot('edit', 'Framework', { orgId })}
        >
          Import a framework
        </LinkButton>
      }
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
            key: 'version',
            header: 'Version',
            from: 'md',
            cell: ({ version, waiting }) => (
              <span className="flex flex-wrap items-center gap-2">
                {version}
                {waiting && <Chip tone="warning">{`${waiting.version} waits`}</Chip>}
              </span>
            ),
          },
          {
            key: 'law',
            header: 'Status of the law',
            from: 'lg',
            wrap: true,
            cell: ({ law, lawStatus }) =>
              law.length > 1 ? `${law.length} laws, each with its status` : lawStatus,
          },
          {
            key: 'asOf',
            header: 'As of',
            from: 'md',
            cell: ({ asOf }) => <Time value={asOf} style="date" />,
          },
          {
            key: 'enabled',
            header: 'Use',
            cell: ({ enabled }) => (
              <Chip tone={enabled ? 'positive' : 'neutral'}>{enabled ? 'used' : 'not used'}</Chip>
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
