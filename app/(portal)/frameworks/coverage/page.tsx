import { Download, Grid3x3 } from 'lucide-react';
import { count, percent } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { TrendLine } from '@/app/_ui/charts/trend-line';
import { CounterCards } from '@/app/_ui/counter-cards';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { Tabs, tabOf } from '@/app/_ui/tabs';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { Gaps } from './gaps';
import { CoverageMap } from './map';
import { Refresh } from './refresh';
import { WeakSpots } from './weak-spots';

export const metadata = { title: 'Coverage' };

const tabs = [
  { key: 'map', label: 'Heat map' },
  { key: 'gaps', label: 'Gaps' },
  { key: 'trend', label: 'Trend' },
  { key: 'weak', label: 'X-ray' },
];
const one = (value: string | string[] | undefined) =>
  typeof value === 'string' && value ? value.slice(0, 60) : undefined;

/** How far every system is with every framework, as the checklists were recorded. */
export default async function CoveragePage({ searchParams }: PageProps<'/frameworks/coverage'>) {
  const query = await searchParams;
  const asked = { q: one(query.q), framework: one(query.framework), tab: tabOf(tabs, one(query.tab)) };
  const caller = await api();
  const wide = await caller.coverage.get({ limit: 100, search: asked.q, framework: asked.framework });
  const target = { orgId: wide.orgId, systemId: '', ownerRole: '' };
  return (
    <Page
      title="Coverage"
      description="Each system is judged by its newest frozen release, as if it went to production; without one by its facts and evidence alone."
      meta={[
        wide.asOf ? (
          <span key="as-of">
            as of <Time value={wide.asOf} style="relative" />
          </span>
        ) : (
          'not recorded yet'
        ),
      ]}
      actions={
        <>
          <LinkButton href={withQuery(paths.coverageFile(), { limit: 2000 })} icon={<Download />} download>
            CSV
          </LinkButton>
          <Refresh reason={await mayNot('edit', 'Assessment', target)} />
        </>
      }
      tabs={<Tabs base={paths.coverage()} items={tabs} current={asked.tab} />}
    >
      <Counters {...wide} />
      <FilterRow
        action={paths.coverage()}
        search={{ placeholder: 'Search systems', value: asked.q }}
        filters={[
          {
            name: 'framework',
            label: 'Framework',
            value: asked.framework,
            options: wide.frameworks.map(({ id, title }) => ({ value: id, label: title })),
          },
        ]}
        keep={{ tab: asked.tab }}
      />
      {wide.rows.length === 0 ? (
        <EmptyState framed icon={<Grid3x3 />} title="Nothing is recorded yet">
          All systems are looked at every fifteen minutes when something happened, and once a day.
        </EmptyState>
      ) : (
        <Tab tab={asked.tab} wide={wide} framework={asked.framework} />
      )}
    </Page>
  );
}

type Wide = Parameters<typeof CoverageMap>[0]['wide'];

async function Tab({
  tab,
  wide,
  framework,
}: {
  tab: string | undefined;
  wide: Wide;
  framework: string | undefined;
}) {
  if (tab === 'gaps') return <Gaps gaps={wide.gaps} />;
  if (tab === 'trend') return <Trend framework={framework} />;
  if (tab === 'weak') return <WeakSpots spots={(await (await api()).coverage.weakSpots({})).spots} />;
  return <CoverageMap wide={wide} />;
}

function Counters({ systems, share, met, applicable, blocking, gapCount }: Wide) {
  return (
    <CounterCards
      label="Coverage"
      items={[
        { label: 'Systems', value: String(systems) },
        { label: 'Met', value: percent(share), note: `${met} of ${applicable} controls that apply` },
        {
          label: 'Stop a deployment',
          value: String(blocking),
          tone: blocking > 0 ? 'negative' : 'positive',
          note: 'controls, over all systems',
        },
        {
          label: 'Controls with a gap',
          value: String(gapCount),
          href: withQuery(paths.coverage(), { tab: 'gaps' }),
        },
      ]}
    />
  );
}

async function Trend({ framework }: { framework: string | undefined }) {
  const all = await (await api()).coverage.trend({ framework, days: 90 });
  const days = all.filter(
    ({ share }, at) => share !== null || all.slice(0, at).some((day) => day.share !== null),
  );
  const [first] = days;
  return (
    <Section
      title="Controls met of those that apply"
      description={`At the end of each day, from what was recorded${first ? ` since ${first.day}` : ''}; nothing is guessed for the time before.`}
      frame="card"
    >
      {days.length === 1 && (
        <p className="mb-3 text-muted">One day is recorded so far; the line begins with the second.</p>
      )}
      <TrendLine
        title="Share of controls met"
        hiddenTitle
        domain={[0, 1]}
        format={(value) => percent(value, 0)}
        points={days.map(({ day, share, met, applicable }) => ({
          label: day,
          value: share,
          note: share === null ? 'nothing was recorded' : `${met} of ${count(applicable, 'control')}`,
        }))}
      />
    </Section>
  );
}
