import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { atOf, EventView } from '../event-view';

export const metadata = { title: 'Event' };

export default async function EventPage({ params }: PageProps<'/audit/[eventId]'>) {
  const { eventId } = await params;
  const found = await orNotFound((await api()).audit.event({ eventId }));
  return (
    <Page
      title={words(found.event.type.replace('.', ' '))}
      breadcrumb={[{ label: 'Trail', href: paths.audit() }]}
      meta={[<Time key="at" value={atOf(found)} style="precise" />]}
    >
      <EventView found={found} />
    </Page>
  );
}
