import { Plus, Upload } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { type Api, api } from '@/server/trpc/caller';

export const metadata = { title: 'Frameworks' };

export default async function FrameworksPage() {
  const client = await api();
  const { frameworks, orgId } = await client.frameworks.list({});
  const { drafts } = await client.frameworks.drafts({});
  const reason = await mayNot('edit', 'Framework', { orgId });
  return (
    <Page
      title="Frameworks"
      description="Laws and standards as packs of controls. A manifest names the exact digest of the packs that a release is judged by."
      actions={
        <>
          <LinkButton href={paths.newFramework()} icon={<Upload />} reason={reason}>
            Import a framework
          </LinkButton>
          <LinkButton href={paths.newFrameworkDraft()} variant="primary" icon={<Plus />} reason={reason}>
            New framework
          </LinkButton>
        </>
      }
    >
      <Drafts drafts={drafts} />
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
              <Chip tone={enabled ? 'positive' : 'neutral'}>{enabled ? 'Used' : 'Not used'}</Chip>
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

type DraftRow = Awaited<ReturnType<Api['frameworks']['drafts']>>['drafts'][number];

function Drafts({ drafts }: { drafts: readonly DraftRow[] }) {
  if (drafts.length === 0) return null;
  return (
    <Section title="Drafts">
      <DataTable
        caption="Drafts"
        rows={drafts}
        rowKey={({ framework }) => framework}
        rowHref={({ framework }) => paths.frameworkDraft(framework)}
        columns={[
          { key: 'title', header: 'Framework', wrap: true, cell: ({ head }) => head.title },
          { key: 'version', header: 'Version', cell: ({ head }) => head.version },
          { key: 'controls', header: 'Controls', align: 'right', cell: ({ controls }) => controls },
          {
            key: 'of',
            header: 'Begun as',
            from: 'md',
            cell: ({ base }) => (base ? 'next version' : 'new framework'),
          },
          {
            key: 'at',
            header: 'Last changed',
            align: 'right',
            from: 'md',
            cell: ({ updatedAt }) => <Time value={updatedAt} />,
          },
        ]}
      />
    </Section>
  );
}
