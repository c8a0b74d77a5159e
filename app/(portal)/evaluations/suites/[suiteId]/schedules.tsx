import { CalendarClock } from 'lucide-react';
import Link from 'next/link';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Schedule } from '@/server/evaluations/schema/schedules';
import type { Suite } from '@/server/evaluations/schema/suites';
import { api } from '@/server/trpc/caller';
import { ScheduleControls } from './schedule-controls';
import { ScheduleForm } from './schedule-form';

interface SchedulesProps {
  readonly suite: Suite;
  readonly cursor: string | undefined;
}

/** When the suite runs by itself. */
export async function Schedules({ suite, cursor }: SchedulesProps) {
  const caller = await api();
  const { items, nextCursor } = await caller.schedules.list({ suiteId: suite.id, limit: 50, cursor });
  const [reason, keys] = [await mayNot('create', 'Run', suite), await caller.runs.targetKeys({})];
  const canaries = (await caller.schedules.list({ canary: 'true', limit: 200 })).items;
  const withheld = await mayNot('run', 'Run', suite);
  const here = (query: object) => withQuery(paths.suite(suite.id), { tab: 'schedules', ...query });
  return (
    <Section
      title="Schedules"
      description="A fire that is missed while the server is down is made up for once, not once for each."
      actions={
        <ScheduleForm
          suiteId={suite.id}
          keys={keys.items}
          canaries={canaries.map(({ id, name, suiteName }) => ({
            value: id,
            label: `${name} of ${suiteName}`,
          }))}
          reason={reason}
        />
      }
    >
      <DataTable
        caption={`Schedules of ${suite.name}`}
        rows={items}
        rowKey={(row) => row.id}
        empty={
          <EmptyState icon={<CalendarClock />} title="No schedules">
            A schedule runs the suite at times, for each new version, when a label of its prompt moves or when
            a canary raises the alarm.
          </EmptyState>
        }
        columns={[
          { key: 'name', header: 'Schedule', cell: (row) => row.name },
          { key: 'state', header: 'State', cell: (row) => <State schedule={row} /> },
          { key: 'when', header: 'Runs', wrap: true, cell: (row) => whenOf(row, canaries) },
          { key: 'next', header: 'Next', cell: ({ nextAt }) => (nextAt ? <Time value={nextAt} /> : '–') },
          { key: 'last', header: 'Last', wrap: true, from: 'md', cell: (row) => <Last schedule={row} /> },
          {
            key: 'acts',
            header: 'Actions',
            hiddenHeader: true,
            align: 'right',
            cell: (row) => (
              <ScheduleControls scheduleId={row.id} name={row.name} state={row.state} reason={withheld} />
            ),
          },
        ]}
      />
      <Pagination previous={cursor ? here({}) : null} next={nextCursor && here({ cursor: nextCursor })} />
    </Section>
  );
}

const tones = { active: 'positive', paused: 'neutral' } as const;

const State = ({ schedule: { state, alarmRunId } }: { schedule: Schedule }) => (
  <span className="flex flex-wrap gap-2">
    <StatusChip status={state} tones={tones} />
    {alarmRunId && (
      <Link href={paths.run(alarmRunId)}>
        <Chip tone="negative">Model changed</Chip>
      </Link>
    )}
  </span>
);

function whenOf(schedule: Schedule, canaries: readonly Schedule[]): string {
  const { cron, timeZone, jitterSeconds, onNewVersion, promptLabel, canary, budget, blackouts } = schedule;
  const watched = canaries.find(({ id }) => id === schedule.onAlarmOf);
  const parts = [
    cron && `${cron} (${timeZone})${jitterSeconds > 0 ? `, up to ${jitterSeconds} s later` : ''}`,
    onNewVersion && 'on each new version',
    promptLabel && `when the prompt label ${promptLabel} moves`,
    schedule.onAlarmOf &&
      `when the canary ${watched ? `${watched.name} of ${watched.suiteName}` : ''} raises the alarm`,
    canary && 'as a canary',
    blackouts.length > 0 && `not on ${blackouts.join(', ')}`,
    budget && `at most $${budget} a run`,
  ];
  return parts.filter(Boolean).join('; ');
}

function Last({ schedule: { lastAt, lastRunId, lastProblem } }: { schedule: Schedule }) {
  if (!lastAt) return 'not yet';
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Time value={lastAt} style="relative" />
      {lastProblem ?? (
        <LinkButton href={paths.run(lastRunId ?? '')} size="sm" variant="ghost">
          Run
        </LinkButton>
      )}
    </span>
  );
}
