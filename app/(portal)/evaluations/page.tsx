import { FlaskConical, Plus } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { words } from '@/app/_ui/status-chip';
import { tabOf, Tabs } from '@/app/_ui/tabs';
import { Time } from '@/app/_ui/time';
import { ListRuns } from '@/server/evaluations/schema/runs';
import { RunVerdict } from '@/server/evaluations/schema/summary';
import { ListSuites, type Suite } from '@/server/evaluations/schema/suites';
import { api, viewer } from '@/server/trpc/caller';
import { RunsTable } from './runs-table';
import { RunStatus } from './run-status';

export const metadata = { title: 'Evaluations' };
const tabs = [
  { key: 'suites', label: 'Suites' },
  { key: 'runs', label: 'Runs' },
] as const;

export default async function EvaluationsPage({ searchParams }: PageProps<'/evaluations'>) {
  const asked = await searchParams;
  const tab = tabOf(tabs, asked.tab);
  const counts = await (await api()).runs.count({});
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Suite', { orgId, createdBy: '' });
  const runsWith = (verdict: string) => withQuery(paths.evaluations(), { tab: 'runs', verdict });
  return (
    <Page
      title="Evaluations"
      description="A suite judges answers on a dataset. A verdict is given only when the interval allows one."
      actions={<NewSuite reason={reason} />}
      tabs={<Tabs base={paths.evaluations()} items={tabs} current={tab} label="Evaluations" />}
    >
      <CounterCards
        items={[
          { label: 'Suites', value: counts.suites },
          { label: 'Running', value: counts.active, tone: counts.active > 0 ? 'info' : undefined },
          { label: 'Passed', value: counts.passed, href: runsWith('pass') },
          { label: 'Failed', value: counts.failed, href: runsWith('fail') },
          { label: 'Not enough evidence', value: counts.undecided, href: runsWith('not_enough_evidence') },
        ]}
      />
      {tab === 'runs' ? <Runs asked={asked} /> : <Suites asked={asked} reason={reason} />}
    </Page>
  );
}

const NewSuite = ({ reason }: { reason: string | null }) => (
  <LinkButton href={paths.newSuite()} variant="primary" icon={<Plus aria-hidden />} reason={reason}>
    New suite
  </LinkButton>
);

type Asked = Record<string, string | string[] | undefined>;

async function Suites({ asked: { q, cursor }, reason }: { asked: Asked; reason: string | null }) {
  const input = ListSuites.catch({ limit: 50 }).parse({ search: q || undefined, cursor });
  const { items, nextCursor } = await (await api()).suites.list(input);
  return (
    <>
      <FilterRow
        action={paths.evaluations()}
        search={{ placeholder: 'Search suites', value: input.search }}
      />
      <SuitesTable rows={items} filtered={Boolean(input.search)} reason={reason} />
      <Pagination
        previous={cursor ? withQuery(paths.evaluations(), { q: input.search }) : null}
        next={nextCursor && withQuery(paths.evaluations(), { q: input.search, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </>
  );
}

interface SuitesTableProps {
  readonly rows: readonly Suite[];
  readonly filtered: boolean;
  readonly reason: string | null;
}

const SuitesTable = ({ rows, filtered, reason }: SuitesTableProps) => (
  <DataTable
    caption="Suites"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.suite(row.id)}
    empty={
      <EmptyState
        icon={<FlaskConical />}
        title={filtered ? 'No suite matches' : 'No suites yet'}
        action={filtered ? undefined : <NewSuite reason={reason} />}
      >
        {filtered
          ? 'Change or clear the search.'
          : 'A suite names a dataset, a prompt, evaluators and the thresholds they must meet.'}
      </EmptyState>
    }
    columns={[
      { key: 'name', header: 'Suite', cell: (row) => row.name },
      {
        key: 'description',
        header: 'Description',
        truncate: true,
        from: 'md',
        cell: (row) => row.description,
      },
      { key: 'version', header: 'Version', align: 'right', cell: ({ latest }) => latest?.number ?? 'none' },
      {
        key: 'last',
        header: 'Last run',
        cell: ({ lastRun }) => (lastRun ? <RunStatus {...lastRun} /> : 'not run yet'),
      },
      {
        key: 'when',
        header: 'When',
        align: 'right',
        cell: ({ lastRun }) => lastRun && <Time value={lastRun.createdAt} style="relative" />,
      },
    ]}
  />
);

const verdictOptions = RunVerdict.options.map((value) => ({ value, label: words(value) }));

async function Runs({ asked: { verdict, cursor } }: { asked: Asked }) {
  const input = ListRuns.catch({ limit: 50 }).parse({ verdict: verdict || undefined, cursor });
  const { items, nextCursor } = await (await api()).runs.list(input);
  const here = { tab: 'runs', verdict: input.verdict };
  return (
    <>
      <FilterRow
        action={paths.evaluations()}
        filters={[{ name: 'verdict', label: 'Verdict', value: input.verdict, options: verdictOptions }]}
        keep={{ tab: 'runs' }}
      />
      <RunsTable rows={items} showSuite />
      <Pagination
        previous={cursor ? withQuery(paths.evaluations(), here) : null}
        next={nextCursor && withQuery(paths.evaluations(), { ...here, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </>
  );
}
