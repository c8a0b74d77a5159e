import { Play, Plus } from 'lucide-react';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { CodeBlock } from '@/app/_ui/code-block';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { tabOf, Tabs } from '@/app/_ui/tabs';
import { Time } from '@/app/_ui/time';
import { ListRuns } from '@/server/evaluations/schema/runs';
import type { Suite } from '@/server/evaluations/schema/suites';
import { api } from '@/server/trpc/caller';
import { RunsTable } from '../../runs-table';
import { RunStatus } from '../../run-status';
import { MeasureTrends } from './measure-trends';
import { Schedules } from './schedules';

export const metadata = { title: 'Suite' };
const tabs = [
  { key: 'runs', label: 'Runs' },
  { key: 'file', label: 'Suite file' },
  { key: 'versions', label: 'Versions' },
  { key: 'schedules', label: 'Schedules' },
] as const;

export default async function SuitePage({
  params,
  searchParams,
}: PageProps<'/evaluations/suites/[suiteId]'>) {
  const [{ suiteId }, { tab: wanted, cursor, version }] = await Promise.all([params, searchParams]);
  const suite = await orNotFound((await api()).suites.get({ suiteId }));
  const tab = tabOf(tabs, wanted);
  const run = <RunButton suite={suite} reason={await mayNot('create', 'Run', suite)} />;
  return (
    <Page
      title={suite.name}
      breadcrumb={[{ label: 'Evaluations', href: paths.evaluations() }]}
      status={suite.lastRun && <RunStatus {...suite.lastRun} />}
      meta={[
        <PersonName key="owner" id={suite.ownerId} />,
        suite.latest && <Digest key="digest" value={suite.latest.digest} />,
      ]}
      description={suite.description}
      actions={
        <>
          <HistoryDrawer entity={`suite/${suiteId}`} orgId={suite.orgId} />
          <LinkButton
            href={paths.newSuiteVersion(suiteId)}
            icon={<Plus aria-hidden />}
            reason={await mayNot('edit', 'Suite', suite)}
          >
            New version
          </LinkButton>
          {run}
        </>
      }
      tabs={<Tabs base={paths.suite(suiteId)} items={tabs} current={tab} label={suite.name} />}
    >
      {tab === 'runs' && <Runs suite={suite} cursor={cursor} action={run} />}
      {tab === 'file' && <File versionId={first(version) ?? suite.latest?.id} />}
      {tab === 'schedules' && <Schedules suite={suite} cursor={first(cursor)} />}
      {tab === 'versions' && <Versions suite={suite} cursor={first(cursor)} />}
    </Page>
  );
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

const RunButton = ({ suite, reason }: { suite: Suite; reason: string | null }) => (
  <LinkButton href={paths.newRun(suite.id)} variant="primary" icon={<Play aria-hidden />} reason={reason}>
    Run
  </LinkButton>
);

interface RunsProps {
  readonly suite: Suite;
  readonly cursor: string | string[] | undefined;
  readonly action: React.ReactNode;
}

async function Runs({ suite, cursor, action }: RunsProps) {
  const caller = await api();
  const asked = ListRuns.catch({ limit: 25, suiteId: suite.id }).parse({
    suiteId: suite.id,
    cursor,
    limit: 25,
  });
  const [{ items, nextCursor }, trend, releases] = await Promise.all([
    caller.runs.list(asked),
    caller.suites.trend({ suiteId: suite.id }),
    submittedWith(suite.id),
  ]);
  return (
    <>
      {trend.length > 0 && <MeasureTrends trend={trend} releases={releases} />}
      <Section title="Runs">
        <RunsTable rows={items} action={action} />
        <Pagination
          previous={cursor ? paths.suite(suite.id) : null}
          next={nextCursor && withQuery(paths.suite(suite.id), { cursor: nextCursor })}
        />
      </Section>
    </>
  );
}

/** The newest releases that hold a version of the suite and were submitted. */
async function submittedWith(suiteId: string) {
  const caller = await api();
  const [versions, releases] = await Promise.all([
    caller.suites.versions({ suiteId, limit: 200 }),
    caller.releases.list({ limit: 200 }),
  ]);
  const held = new Set(versions.items.map(({ id }) => id));
  return releases.items.flatMap(({ system, version, submittedAtUs, parts }) =>
    submittedAtUs !== null && parts.suiteVersionIds.some((id) => held.has(id))
      ? [{ name: `${system} ${version}`, submittedAt: new Date(submittedAtUs / 1000) }]
      : [],
  );
}

async function File({ versionId }: { versionId: string | undefined }) {
  if (versionId === undefined) return null;
  const version = await orNotFound((await api()).suites.version({ versionId }));
  return (
    <Section
      title={`Version ${version.number}`}
      description="The file that makes this version again. What is hashed pins dataset and prompt by digest."
    >
      <CodeBlock code={version.yaml} title={`${version.suiteName}.yaml`} />
      <CodeBlock code={JSON.stringify(version.body, null, 2)} title={version.digest} />
    </Section>
  );
}

async function Versions({ suite, cursor }: { suite: Suite; cursor: string | undefined }) {
  const here = (query: object) => withQuery(paths.suite(suite.id), { tab: 'versions', ...query });
  const { items, nextCursor } = await (
    await api()
  ).suites.versions({ suiteId: suite.id, limit: 50, cursor: cursor || undefined });
  return (
    <Section title="Versions" description="Newest first. A version never changes.">
      <DataTable
        caption={`Versions of ${suite.name}`}
        rows={items}
        rowKey={(row) => row.id}
        rowHref={(row) => withQuery(paths.suite(suite.id), { tab: 'file', version: row.id })}
        columns={[
          { key: 'number', header: 'Version', cell: (row) => row.number },
          {
            key: 'dataset',
            header: 'Dataset',
            cell: ({ body: { dataset } }) => `${dataset.name}@${dataset.number}`,
          },
          {
            key: 'prompt',
            header: 'Prompt',
            cell: ({ body: { prompt } }) => (prompt ? `${prompt.name}@${prompt.number}` : 'none'),
          },
          {
            key: 'digest',
            header: 'Digest',
            from: 'md',
            cell: (row) => (
              <span className="relative">
                <Digest value={row.digest} />
              </span>
            ),
          },
          { key: 'by', header: 'Added by', from: 'lg', cell: (row) => <PersonName id={row.createdBy} /> },
          { key: 'at', header: 'Added', align: 'right', cell: (row) => <Time value={row.createdAt} /> },
        ]}
      />
      <Pagination previous={cursor ? here({}) : null} next={nextCursor && here({ cursor: nextCursor })} />
    </Section>
  );
}
