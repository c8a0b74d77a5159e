import Link from 'next/link';
import { paths, withQuery } from '@/app/_lib/paths';
import { actorWords, pathWords, thingOf, valueWords } from '@/app/_lib/thing';
import { Changes } from '@/app/_ui/changes';
import { Digest } from '@/app/_ui/digest';
import { JsonView } from '@/app/_ui/json-view';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';
import { VerifyButton } from './verify-button';

export type TrailEvent = Awaited<ReturnType<Api['audit']['list']>>['items'][number];

export const atOf = ({ event }: TrailEvent) => new Date(event.at_us / 1000).toISOString();

const outcomes = { success: 'done', denied: 'refused', error: 'failed' } as const;

/** Everything about one event: who and what, the changes, its place in the log, the exact bytes. */
export function EventView({ found }: { found: TrailEvent }) {
  const { event, index, leafHash } = found;
  const { action, actor, entity } = event;
  return (
    <div className="flex flex-col gap-6">
      <KeyValues
        items={[
          { label: 'When', value: <Time value={atOf(found)} style="precise" /> },
          {
            label: 'Who',
            value:
              actor.kind === 'anonymous'
                ? 'Nobody signed in'
                : actorWords(found) +
                  (actor.kind === 'user' || actor.kind === 'system' ? '' : `, by a ${actor.kind}`),
          },
          { label: 'What', value: <Thing found={found} /> },
          {
            label: 'Outcome',
            value: [words(action.op), outcomes[action.outcome], action.reason_code]
              .filter(Boolean)
              .join(', '),
          },
          { label: 'Reason', value: event.reason, none: 'none given' },
          { label: 'Leaf', value: index, none: 'not under a checkpoint yet' },
          { label: 'Leaf hash', value: <Digest value={`sha256:${leafHash}`} length={24} /> },
        ]}
      />
      <Section title="Changes">
        {event.change.length > 0 ? (
          <Changes
            items={event.change.map(({ path, from, to }) => ({
              label: pathWords(path),
              before: valueWords(from),
              after: valueWords(to),
            }))}
          />
        ) : (
          <p className="text-muted">Nothing was changed.</p>
        )}
      </Section>
      <VerifyButton eventId={event.id} />
      <JsonView title="The exact event" value={event} />
      <div className="flex flex-wrap gap-2">
        <LinkButton href={withQuery(paths.audit(), { entity: entity.ref })}>
          All events of {found.entityName ?? thingOf(entity.ref).kind.toLowerCase()}
        </LinkButton>
      </div>
    </div>
  );
}

/** The name first, leading to its page; then what kind of thing it is and its id. */
export function Thing({ found }: { found: TrailEvent }) {
  const { kind, id, href } = thingOf(found.event.entity.ref);
  const name = found.entityName ?? kind;
  return (
    <>
      {href ? (
        <Link href={href} className="text-accent underline underline-offset-2">
          {name}
        </Link>
      ) : (
        name
      )}
      <span className="block text-xs break-all text-muted">
        {kind} <code>{id}</code>
      </span>
    </>
  );
}

/** The same in one line of the list. */
export function ThingCell({ row: { event, entityName } }: { row: TrailEvent }) {
  const { kind, id } = thingOf(event.entity.ref);
  return (
    <span title={event.entity.ref}>
      {entityName ?? id} <span className="text-muted">{kind.toLowerCase()}</span>
    </span>
  );
}
