import { Download, FileText } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { bytes } from '@/app/_lib/format';
import { CodeBlock } from '@/app/_ui/code-block';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListExports } from '@/server/reports/schema';
import { api, baseUrl, viewer, type Api } from '@/server/trpc/caller';
import { fileLabel } from './kinds';
import { NewExport } from './new-export';
import { RefreshWhile } from './refresh-while';

export const metadata = { title: 'Reports' };
const stateTones = { queued: 'info', ready: 'positive', failed: 'negative' } as const;
type Export = Awaited<ReturnType<Api['reports']['list']>>['items'][number];

export default async function ReportsPage({ searchParams }: PageProps<'/reports'>) {
  const { releaseId, cursor } = await searchParams;
  const asked = ListExports.catch({ limit: 50 }).parse({ releaseId: releaseId || undefined, cursor });
  const client = await api();
  const [{ items, nextCursor }, releases, systems, environments] = await Promise.all([
    client.reports.list(asked),
    client.releases.list({ limit: 200 }),
    client.systems.list({ limit: 200 }),
    client.gates.environments({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const trailReason = await mayNot('export', 'Log', { orgId });
  const create = (
    <NewExport
      releases={releases.items
        .filter(({ digest }) => digest !== null)
        .map(({ id, system, version }) => ({ value: id, label: `${system} ${version}` }))}
      systems={systems.items.map(({ id, name }) => ({ value: id, label: name }))}
      environments={environments.map(({ name }) => ({ value: name, label: name }))}
      releaseId={asked.releaseId}
      trailReason={trailReason && 'It holds the audit trail, which your roles may not read'}
    />
  );
  const here = (next: string | null) =>
    withQuery(paths.reports(), { releaseId: asked.releaseId, cursor: next });
  return (
    <Page
      title="Reports"
      description="Files for people outside: evidence bundles that verify without this server, reports and tables. Every download is in the trail."
      actions={items.length > 0 && create}
    >
      <RefreshWhile busy={items.some(({ state }) => state === 'queued')} />
      <Exports items={items} create={create} />
      <Pagination
        previous={cursor ? here(null) : null}
        next={nextCursor && here(nextCursor)}
        summary={items.length > 0 && `${items.length} shown`}
      />
      <HowToVerify mayReadTrail={trailReason === null} />
    </Page>
  );
}

function Exports({ items, create }: { items: readonly Export[]; create: React.ReactNode }) {
  return (
    <DataTable
      caption="Exports"
      rows={items}
      rowKey={(row) => row.id}
      empty={
        <EmptyState icon={<FileText />} title="Nothing was exported yet" action={create}>
          An evidence bundle holds everything that an auditor needs to check a release without you.
        </EmptyState>
      }
      columns={[
        {
          key: 'kind',
          header: 'File',
          wrap: true,
          cell: (row) => (
            <span className="flex flex-col">
              {fileLabel(row)}
              {row.stateReason && <span className="text-xs text-muted">{row.stateReason}</span>}
            </span>
          ),
        },
        { key: 'of', header: 'Of', cell: nameOf },
        {
          key: 'state',
          header: 'State',
          cell: ({ state, stateReason }) => (
            <StatusChip status={state} tones={stateTones} title={stateReason ?? undefined} />
          ),
        },
        {
          key: 'digest',
          header: 'SHA-256',
          from: 'lg',
          cell: ({ sha256 }) => sha256 && <Digest value={sha256} />,
        },
        {
          key: 'size',
          header: 'Size',
          from: 'md',
          align: 'right',
          cell: ({ sizeBytes }) => (sizeBytes === null ? '' : bytes(sizeBytes)),
        },
        { key: 'by', header: 'By', from: 'lg', cell: (row) => row.createdByName ?? row.createdBy },
        {
          key: 'at',
          header: 'Asked for',
          from: 'lg',
          align: 'right',
          cell: ({ createdAt }) => <Time value={createdAt} style="relative" />,
        },
        {
          key: 'download',
          header: 'Download',
          hiddenHeader: true,
          align: 'right',
          cell: ({ id, state }) =>
            state === 'ready' && (
              <LinkButton size="sm" icon={<Download />} href={`/api/v1/exports/${id}/file`} download>
                Download
              </LinkButton>
            ),
        },
      ]}
    />
  );
}

function nameOf({ releaseName, environment, kind }: Export): string {
  if (releaseName === null) return 'The whole trail';
  return `${releaseName}${kind !== 'bundle' && environment !== null ? ` for ${environment}` : ''}`;
}

function HowToVerify({ mayReadTrail }: { mayReadTrail: boolean }) {
  const lines = [
    '# The trust policy must come another way than the bundle: from this portal, or from its operator',
    `curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" ${baseUrl()}/api/v1/audit/trust-policy > trust-policy.txt`,
    'npx countersign verify evidence-….zip --trust-policy trust-policy.txt',
  ];
  return (
    <Section
      title="Verify a bundle offline"
      description="Exit code 0: everything holds. 1: a check failed, and the first bad event is named. 2: nothing failed, but no outside checkpoint was given."
      actions={
        <LinkButton
          href="/api/v1/audit/trust-policy"
          download
          reason={mayReadTrail ? undefined : 'None of your roles may read the trail'}
        >
          Trust policy
        </LinkButton>
      }
    >
      <CodeBlock code={lines.join('\n')} />
    </Section>
  );
}
