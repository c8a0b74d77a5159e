import 'server-only';
import { History } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { actorWords, pathWords, valueWords } from '@/app/_lib/thing';
import { Changes } from '@/app/_ui/changes';
import { Drawer } from '@/app/_ui/drawer';
import { LinkButton } from '@/app/_ui/link-button';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { Timeline } from '@/app/_ui/timeline';
import { api } from '@/server/trpc/caller';

const label = { label: 'History', icon: <History aria-hidden /> };

/** What the trail knows of one thing, newest first, each change as `old → new`. Withheld from who may not read the trail.
 *  @param entity `model/mod_…` */
export async function HistoryDrawer({ entity, orgId }: { entity: string; orgId: string }) {
  const reason = await mayNot('read', 'Log', { orgId });
  if (reason) {
    return (
      <Drawer trigger={{ ...label, reason }} title="History">
        {null}
      </Drawer>
    );
  }
  const { items, nextCursor } = await (await api()).audit.history({ entity, limit: 20 });
  const timeline = items.map(({ event, actorName }) => ({
    key: event.id,
    title: words(event.type.replace('.', ' ')),
    by: actorWords({ actorName, event }),
    at: <Time value={new Date(event.at_us / 1000)} />,
    children: (
      <Changes
        items={event.change.map(({ path, from, to }) => ({
          label: pathWords(path),
          before: valueWords(from),
          after: valueWords(to),
        }))}
      />
    ),
  }));
  return (
    <Drawer trigger={label} title="History" description="From the audit trail, newest first">
      <div className="flex flex-col gap-4">
        <Timeline label="History" items={timeline} />
        {nextCursor && (
          <LinkButton href={withQuery(paths.audit(), { entity })}>All of it in the trail</LinkButton>
        )}
      </div>
    </Drawer>
  );
}
