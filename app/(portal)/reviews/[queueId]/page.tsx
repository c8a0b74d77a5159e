import { CircleStop, Keyboard } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Progress } from '@/app/_ui/progress';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Queue } from '@/server/reviews/schema/reviews';
import { api } from '@/server/trpc/caller';
import { closeQueue } from '../actions';
import { queueTones } from '../words';
import { Disagreements } from './disagreements';
import { Outcome } from './outcome';

export const metadata = { title: 'Review queue' };

export default async function ReviewPage({ params }: PageProps<'/reviews/[queueId]'>) {
  const { queueId } = await params;
  const caller = await api();
  const queue = await orNotFound(caller.reviews.get({ queueId }));
  const isOpen = queue.state === 'open';
  const wanted = queue.caseCount * queue.overlap;
  return (
    <Page
      title={queue.name}
      breadcrumb={[{ label: 'Reviews', href: paths.reviews() }]}
      status={<StatusChip status={queue.state} tones={queueTones} />}
      meta={[
        <PersonName key="by" id={queue.createdBy} />,
        <Time key="at" value={queue.createdAt} />,
        `${queue.caseCount} cases, ${queue.overlap} people each`,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`review/${queueId}`} orgId={queue.orgId} />
          {isOpen && (
            <>
              <ActionDialog
                label="Close"
                icon={<CircleStop aria-hidden />}
                title="Close the queue"
                description="Agreement is computed and the labels become a dataset version. Cases that lack labels, and disagreements that nobody decided, are left out. It cannot be opened again."
                reason={await mayNot('edit', 'Review', queue)}
                action={closeQueue}
                hidden={{ queueId }}
                fields={[]}
                submit="Close the queue"
              />
              <LinkButton
                href={paths.labelReview(queueId)}
                variant="primary"
                icon={<Keyboard aria-hidden />}
                reason={await mayNot('answer', 'Review', queue)}
              >
                Label
              </LinkButton>
            </>
          )}
        </>
      }
    >
      <Progress label="Labels" value={queue.given / wanted} text={`${queue.given} of ${wanted}`} />
      {queue.result && <Outcome result={queue.result} datasetName={queue.datasetName} />}
      <Disagreements queue={queue} />
      <Definition queue={queue} isBlind={isOpen && (await mayNot('edit', 'Review', queue)) !== null} />
    </Page>
  );
}

/** @param isBlind whose answers these are stays hidden from those who may only label */
const Definition = ({ queue, isBlind }: { queue: Queue; isBlind: boolean }) => (
  <Section title="What people are asked" frame="card">
    <KeyValues
      layout="grid"
      items={[
        { label: 'Labels', value: queue.labels.join(', ') },
        {
          label: 'Answers',
          value: isBlind ? (
            'hidden while the queue is open'
          ) : queue.runId ? (
            <a href={paths.run(queue.runId)} className="text-accent hover:underline">
              of a run
            </a>
          ) : (
            `in the dataset, at ${queue.answer}`
          ),
        },
        {
          label: 'Result digest',
          value: queue.resultDigest && <Digest value={queue.resultDigest} />,
          none: 'when it is closed',
        },
      ]}
    />
    <div className="mt-4">
      <CodeBlock title="Question" code={queue.question} wrap />
    </div>
  </Section>
);
