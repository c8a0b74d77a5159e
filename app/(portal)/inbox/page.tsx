import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { InboxTable } from './inbox-table';
import { MyFindings } from './my-findings';
import { MyTasks } from './my-tasks';
import { Reminders } from './reminders';

export const metadata = { title: 'Inbox' };

export default async function InboxPage() {
  const caller = await api();
  const { items, total } = await caller.signoff.inbox({});
  const { tasks, notifications } = await caller.tasks.mine({});
  return (
    <Page
      title="Inbox"
      description="Releases that wait for a signature which you may give, the newest submission first; then what you see to."
      meta={total > items.length ? [`The newest ${items.length} of ${total}`] : undefined}
    >
      <Reminders notices={notifications} />
      <InboxTable rows={items} />
      <MyTasks tasks={tasks} />
      <MyFindings />
    </Page>
  );
}
