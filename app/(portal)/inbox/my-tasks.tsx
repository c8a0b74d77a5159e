import { CalendarClock, Check } from 'lucide-react';
import Link from 'next/link';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { peopleOptions } from '@/app/_lib/people';
import { paths } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';
import { delegateControl } from './actions';

type Mine = Awaited<ReturnType<Api['tasks']['mine']>>;
type Task = Mine['tasks'][number];

/** What the reader sees to, the soonest first. */
export async function MyTasks({ tasks }: { tasks: Mine['tasks'] }) {
  const people = tasks.some(({ kind }) => kind === 'control_due') ? await peopleOptions() : [];
  return (
    <Section
      title="My tasks"
      description="Due within 30 days, or late: evidence that I gave, controls and findings that I see to, reviews, notices and alarms"
      frame="flush"
    >
      <DataTable
        bare
        caption="My tasks"
        rows={tasks}
        rowKey={({ kind, place, part }) => `${kind} ${place} ${part}`}
        empty={
          <EmptyState icon={<Check />} title="Nothing of yours is due">
            Reminders come 30, 7 and 1 days before a day, and once it has passed.
          </EmptyState>
        }
        columns={[
          {
            key: 'task',
            header: 'Task',
            wrap: true,
            cell: (task) => (
              <Link href={hrefOf(task.place, task.kind)} className="font-medium hover:underline">
                {task.title}
              </Link>
            ),
          },
          { key: 'kind', header: 'What', cell: ({ kind }) => words(kind) },
          { key: 'system', header: 'System', from: 'lg', cell: ({ system }) => system },
          {
            key: 'due',
            header: 'Due',
            cell: ({ dueAt, level }) => (
              <span className="inline-flex gap-1.5">
                <Time value={dueAt} style="date" />
                {level === 'late' && <Chip tone="negative">late</Chip>}
                {(level === '1' || level === '7') && <Chip tone="warning">soon</Chip>}
              </span>
            ),
          },
          {
            key: 'delegate',
            header: 'Hand on',
            hiddenHeader: true,
            align: 'right',
            cell: (task) => task.kind === 'control_due' && <Delegate task={task} people={people} />,
          },
        ]}
      />
    </Section>
  );
}

interface DelegateProps {
  readonly task: Task;
  readonly people: readonly { readonly value: string; readonly label: string }[];
}

const Delegate = ({ task, people }: DelegateProps) => (
  <ActionDialog
    label="Hand on"
    icon={<CalendarClock aria-hidden />}
    title={`Hand on: ${task.title}`}
    description="Another person sees to it from now on; its day stays."
    action={delegateControl}
    hidden={{ controlId: task.place.replace('control/', ''), systemId: task.part }}
    submit="Hand on"
    fields={[
      {
        kind: 'choice',
        name: 'toId',
        label: 'To',
        required: true,
        options: people.filter(({ value }) => value !== task.personId),
      },
      { kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 },
    ]}
  />
);

/** Where something is seen to. */
export function hrefOf(place: string, kind: string): string {
  const [what, id = ''] = place.split('/');
  if (what === 'evidence') return paths.evidence(id);
  if (what === 'finding') return paths.finding(id);
  if (what === 'incident') return paths.incident(id);
  if (what === 'run') return paths.run(id);
  if (what === 'facts') return paths.systemFacts(id);
  return kind.startsWith('control') ? paths.checklists() : paths.inbox();
}
