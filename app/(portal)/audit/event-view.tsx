import { paths, withQuery } from '@/app/_lib/paths';
import { Changes } from '@/app/_ui/changes';
import { Digest } from '@/app/_ui/digest';
import { JsonView } from '@/app/_ui/json-view';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import type { Api } from '@/server/trpc/caller';
import { VerifyButton } from './verify-button';

export type TrailEvent = Awaited<ReturnType<Api['audit']['list']>>['items'][number];

export const atOf = ({ event }: TrailEvent) => new Date(event.at_us / 1000).toISOString();
export const actorOf = ({ actorName, event: { actor } }: TrailEvent) => actorName ?? actor.id ?? actor.kind;

const text = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Everything about one event: who and what, the changes, its place in the log, the exact bytes. */
export function EventView({ found }: { found: TrailEvent }) {
  const { event, index, leafHash } = found;
  const { action, actor, entity } = event;
  return (
    <div className="flex flex-col gap-6">
      <KeyValues
        items={[
          { label: 'When', value: <Time value={atOf(found)} style="precise" /> },
          { label: 'Who', value: `${actorOf(found)} (${actor.kind})` },
          { label: 'What', value: entity.name ? `${entity.name}, ${entity.ref}` : entity.ref },
          {
            label: 'Outcome',
            value: [action.op, action.outcome, action.reason_code].filter(Boolean).join(', '),
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
              label: path.slice(1),
              before: text(from),
              after: text(to),
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
          All events of {entity.ref}
        </LinkButton>
      </div>
    </div>
  );
}
