import { Bell } from 'lucide-react';
import Link from 'next/link';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { Alert } from '@/app/_ui/alert';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';
import { readNotifications } from './actions';
import { hrefOf } from './my-tasks';

type Notice = Awaited<ReturnType<Api['tasks']['mine']>>['notifications'][number];
const shownAtMost = 8;
const levelWords = {
  '30': 'within 30 days',
  '7': 'within 7 days',
  '1': 'within a day',
  late: 'late',
  escalated: 'late, and somebody else sees to it',
} as const;

/** Reminders that the reader has not read; nothing when there is none. */
export function Reminders({ notices }: { notices: readonly Notice[] }) {
  if (notices.length === 0) return null;
  const isLate = notices.some(({ level }) => level === 'late' || level === 'escalated');
  return (
    <Alert
      tone={isLate ? 'negative' : 'warning'}
      title={notices.length === 1 ? '1 reminder' : `${notices.length} reminders`}
      action={
        <ActionDialog
          label="Mark as read"
          icon={<Bell aria-hidden />}
          title="Mark all reminders as read"
          description="The tasks stay below until they are done."
          action={readNotifications}
          hidden={{}}
          fields={[]}
          submit="Mark as read"
        />
      }
    >
      <ul className="list-disc pl-5">
        {notices.slice(0, shownAtMost).map(({ id, title, place, kind, level, dueAt }) => (
          <li key={id}>
            <Link href={hrefOf(place, kind)} className="underline">
              {title}
            </Link>{' '}
            ({levelWords[level]}: <Time value={dueAt} style="date" />)
          </li>
        ))}
      </ul>
      {notices.length > shownAtMost && <p>and {notices.length - shownAtMost} more</p>}
    </Alert>
  );
}
