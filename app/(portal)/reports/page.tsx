import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { CodeBlock } from '@/app/_ui/code-block';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { ListExports } from '@/server/reports/schema';
import { api, baseUrl, viewer } from '@/server/trpc/caller';
import { CheckFile } from './check-file';
import { Exports } from './exports-table';
import { NewExport } from './new-export';
import { RefreshWhile } from './refresh-while';

export const metadata = { title: 'Reports' };

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
      <CheckFile />
      <HowToVerify mayReadTrail={trailReason === null} />
    </Page>
  );
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
      <CodeBlock title="Terminal" code={lines.join('\n')} />
    </Section>
  );
}
