import { CircleCheck } from 'lucide-react';
import { count } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { EmptyState } from '@/app/_ui/empty-state';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Progress } from '@/app/_ui/progress';
import { api } from '@/server/trpc/caller';
import { ShownCase } from '../../shown-case';
import { LabelForm } from './label-form';

export const metadata = { title: 'Label' };

export default async function LabelPage({ params }: PageProps<'/reviews/[queueId]/label'>) {
  const { queueId } = await params;
  const caller = await api();
  const queue = await orNotFound(caller.reviews.get({ queueId }));
  const reason = await mayNot('answer', 'Review', queue);
  const { item, mine, open } = await caller.reviews.next({ queueId });
  return (
    <Page
      title="Label"
      breadcrumb={[
        { label: 'Reviews', href: paths.reviews() },
        { label: queue.name, href: paths.review(queueId) },
      ]}
      description="Whose answer it is and what others said stays hidden. A label cannot be changed."
    >
      {reason ? (
        <Alert tone="warning" title="You may not label">
          {reason}
        </Alert>
      ) : (
        <>
          <Progress
            label="Your cases"
            value={mine + open === 0 ? null : mine / (mine + open)}
            text={`${mine} done, ${open} left`}
          />
          <CodeBlock title="Judge by this" code={queue.question} wrap />
          {item ? (
            <>
              <ShownCase {...item} />
              <LabelForm key={item.ordinal} queueId={queueId} ordinal={item.ordinal} labels={queue.labels} />
            </>
          ) : (
            <EmptyState
              icon={<CircleCheck />}
              title={queue.state === 'closed' ? 'This queue is closed' : 'Nothing is left for you'}
              action={<LinkButton href={paths.review(queueId)}>Back to the queue</LinkButton>}
            >
              You labelled {count(mine, 'case')}.
            </EmptyState>
          )}
        </>
      )}
    </Page>
  );
}
