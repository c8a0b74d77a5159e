import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { InboxTable } from './inbox-table';
import { MyFindings } from './my-findings';

export const metadata = { title: 'Inbox' };

export default async function InboxPage() {
  const { items, total } = await (await api()).signoff.inbox({});
  return (
    <Page
      title="Inbox"
      description="Releases that wait for a signature which you may give, the newest submission first."
      meta={total > items.length ? [`The newest ${items.length} of ${total}`] : undefined}
    >
      <InboxTable rows={items} />
      <MyFindings />
    </Page>
  );
}
