import { ScrollText } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { actorWords } from '@/app/_lib/thing';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { ExportMenu } from '@/app/_ui/export-menu';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListEvents } from '@/server/audit/schema/queries';
import { api, viewer, type Api } from '@/server/trpc/caller';
import { EventDrawer } from './event-drawer';
import { atOf, EventView, ThingCell, type TrailEvent } from './event-view';
import { Filters, type TrailQuery } from './filters';

export const metadata = { title: 'Trail' };
const title = (type: string) => words(type.replace('.', ' '));
const instant = (local: string | undefined) => local && `${local}${local.length === 16 ? ':00' : ''}Z`;

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const given = await searchParams;
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('read', 'Log', { orgId });
  if (reason) return <Withheld />;
  const query = queryOf(given);
  const filters = { ...query, from: instant(query.from), to: instant(query.to) };
  const asked = ListEvents.catch({ limit: 50 }).parse({ ...filters, cursor: one(given['cursor']) });
  const client = await api();
  const [health, { items, nextCursor }, people] = await Promise.all([
    client.audit.health({}),
    client.audit.list(asked),
    client.identity.people({ limit: 200 }),
  ]);
  const here = (more: Record<string, string | null> = {}) => withQuery(paths.audit(), { ...query, ...more });
  const file = (format: string) => withQuery(`/api/v1/audit/trail.${format}`, filters);
  const open = one(given['event']);
  const cursor = asked.cursor ?? null;
  return (
    <Page
      title="Trail"
      description="Every change with who made it, in a log that only grows and is signed: an event that was changed or removed later would show."
      actions={
        <>
          <LinkButton href="/api/v1/audit/trust-policy" download>
            Trust policy
          </LinkButton>
          <ExportMenu
            formats={[
              { label: 'CSV with these filters', href: file('csv') },
              { label: 'JSON lines with these filters', href: file('jsonl') },
            ]}
          />
          <LinkButton href={paths.reports()} variant="primary">
            Evidence bundle
          </LinkButton>
        </>
      }
    >
      <Health health={health} />
      <Filters asked={query} people={people.items} />
      <Events items={items} hrefOf={(id) => here({ cursor, event: id })} />
      <Pagination
        previous={cursor ? here() : null}
        next={nextCursor && here({ cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown, newest first`}
      />
      {open && <OpenEvent eventId={open} back={here({ cursor })} shown={items} />}
    </Page>
  );
}

const one = (value: string | string[] | undefined) =>
  typeof value === 'string' && value !== '' ? value : undefined;

const queryOf = (given: Record<string, string | string[] | undefined>): TrailQuery => ({
  type: one(given['type']),
  entity: one(given['entity']),
  actor: one(given['actor']),
  op: one(given['op']),
  from: one(given['from']),
  to: one(given['to']),
});

const Withheld = () => (
  <Page title="Trail">
    <EmptyState
      icon={<ScrollText />}
      title="The trail is for auditors, compliance officers and administrators"
    >
      The history of a thing that you may read is on its own page.
    </EmptyState>
  </Page>
);

function Health({ health }: { health: Awaited<ReturnType<Api['audit']['health']>> }) {
  const { size, committed, signedAt, assurance, root } = health;
  const waiting = Math.max(0, committed - size);
  return (
    <CounterCards
      label="State of the trail"
      items={[
        { label: 'Events', value: committed, note: `${size} under a signed checkpoint` },
        {
          label: 'Waiting for a checkpoint',
          value: waiting,
          tone: waiting > 1000 ? 'warning' : undefined,
          note: 'usually under a second',
        },
        {
          label: 'Last checkpoint',
          value: signedAt ? <Time value={signedAt} style="relative" /> : 'none yet',
          note: root ? `root ${root.slice(0, 16)}…` : 'nothing was recorded yet',
        },
        assurance === 'separated'
          ? {
              label: 'Database',
              value: 'Separated',
              note: 'the server cannot rewrite tables',
              tone: 'positive',
            }
          : {
              label: 'Database',
              value: assurance === 'embedded' ? 'Single node' : 'One login',
              note: 'keep checkpoints elsewhere',
              tone: 'warning',
            },
      ]}
    />
  );
}

function Events({ items, hrefOf }: { items: readonly TrailEvent[]; hrefOf: (eventId: string) => string }) {
  return (
    <DataTable
      caption="Events"
      rows={items}
      rowKey={(row) => row.event.id}
      rowHref={(row) => hrefOf(row.event.id)}
      empty={
        <EmptyState icon={<ScrollText />} title="No event matches">
          Take a filter away, or look at another stretch of time.
        </EmptyState>
      }
      columns={[
        { key: 'type', header: 'Event', cell: (row) => title(row.event.type) },
        {
          key: 'entity',
          header: 'Thing',
          truncate: true,
          cell: (row) => <ThingCell row={row} />,
        },
        { key: 'actor', header: 'Who', from: 'md', cell: actorWords },
        {
          key: 'outcome',
          header: 'Kind',
          from: 'lg',
          cell: (row) =>
            words(row.event.action.outcome === 'success' ? row.event.action.op : row.event.action.outcome),
        },
        { key: 'leaf', header: 'Leaf', from: 'lg', align: 'right', cell: (row) => row.index ?? 'waiting' },
        {
          key: 'at',
          header: 'When',
          align: 'right',
          cell: (row) => <Time value={atOf(row)} style="precise" />,
        },
      ]}
    />
  );
}

async function OpenEvent(props: { eventId: string; back: string; shown: readonly TrailEvent[] }) {
  const { eventId, back, shown } = props;
  const found =
    shown.find(({ event }) => event.id === eventId) ??
    (await (await api()).audit.event({ eventId }).catch(() => null));
  if (!found) return null;
  return (
    <EventDrawer title={title(found.event.type)} back={back}>
      <div className="flex flex-col gap-4">
        <EventView found={found} />
        <div>
          <LinkButton href={paths.auditEvent(eventId)}>A page of its own</LinkButton>
        </div>
      </div>
    </EventDrawer>
  );
}
