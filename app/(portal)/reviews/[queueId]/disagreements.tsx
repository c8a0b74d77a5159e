import { ActionDialog } from '@/app/_lib/action-dialog';
import { mayNot } from '@/app/_lib/may';
import { Card } from '@/app/_ui/card';
import { Chip } from '@/app/_ui/chip';
import { Section } from '@/app/_ui/section';
import type { Disagreement, Queue } from '@/server/reviews/schema/reviews';
import { api } from '@/server/trpc/caller';
import { decideCase } from '../actions';
import { ShownCase } from '../shown-case';

/** Cases on which people differ; nobody labels these any more. While the queue is open they are for whoever decides. */
export async function Disagreements({ queue }: { queue: Queue }) {
  const reason = await mayNot('assess', 'Review', queue);
  if (queue.state === 'open' && reason !== null) return null;
  const { items, total } = await (await api()).reviews.disagreements({ queueId: queue.id });
  if (total === 0) return null;
  return (
    <Section
      title="Disagreements"
      description={`${total === items.length ? total : `${items.length} of ${total}`}, undecided ones first. Somebody who did not label the case decides.`}
    >
      {items.map((one) => (
        <Card key={one.ordinal}>
          <div className="flex flex-col gap-4">
            <ShownCase {...one} />
            <Said one={one} />
            {one.decision === null && queue.state === 'open' && (
              <div>
                <ActionDialog
                  label="Decide"
                  title="Decide this case"
                  reason={reason}
                  action={decideCase}
                  hidden={{ queueId: queue.id, ordinal: String(one.ordinal) }}
                  submit="Decide"
                  fields={[
                    {
                      kind: 'choice',
                      name: 'label',
                      label: 'Label',
                      required: true,
                      options: queue.labels.map((value) => ({ value, label: value })),
                    },
                    { kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 },
                  ]}
                />
              </div>
            )}
          </div>
        </Card>
      ))}
    </Section>
  );
}

const Said = ({ one: { labels, decision } }: { one: Disagreement }) => (
  <ul className="flex flex-col gap-1">
    {labels.map(({ label, note }, index) => (
      <li key={index} className="flex min-w-0 items-baseline gap-2">
        <Chip tone="warning">{label}</Chip>
        <span className="min-w-0 break-words text-muted">{note ?? 'no note'}</span>
      </li>
    ))}
    {decision && (
      <li className="flex min-w-0 items-baseline gap-2">
        <Chip tone="positive">decided: {decision.label}</Chip>
        <span className="min-w-0 break-words">{decision.reason}</span>
      </li>
    )}
  </ul>
);
