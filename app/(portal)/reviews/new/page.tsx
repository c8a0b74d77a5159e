import type { ActionField } from '@/app/_lib/action-fields';
import { ActionPageForm } from '@/app/_lib/action-page-form';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { createQueue } from '../actions';

export const metadata = { title: 'New review queue' };

export default async function NewReviewPage({ searchParams }: PageProps<'/reviews/new'>) {
  const { run: runId } = await searchParams;
  const run = typeof runId === 'string' ? await orNotFound((await api()).runs.get({ runId })) : null;
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Review', { orgId, createdBy: '' });
  return (
    <Page
      title="New review queue"
      breadcrumb={[{ label: 'Reviews', href: paths.reviews() }]}
      description="Question and labels stay as they are from the first moment. Reviewers see the case and the answer, never whose answer it is."
    >
      {run && (
        <Alert tone="info" title={`Answers of a run of ${run.suiteName}`}>
          {run.caseCount} cases, the answer of the first repeat each.
        </Alert>
      )}
      {reason ? (
        <Alert tone="warning" title="You may not create a review queue">
          {reason}
        </Alert>
      ) : (
        <ActionPageForm
          title="New review queue"
          action={createQueue}
          submit="Open queue"
          under={paths.reviews()}
          hidden={run ? { runId: run.id } : {}}
          fields={[...about, ...(run ? [] : await sourceFields()), ...extent]}
        />
      )}
    </Page>
  );
}

const about: readonly ActionField[] = [
  {
    kind: 'line',
    name: 'name',
    label: 'Name',
    hint: 'Lower-case letters, digits, dots, dashes. The labels become the dataset NAME-labels.',
    required: true,
    maxLength: 64,
  },
  {
    kind: 'lines',
    name: 'question',
    label: 'What people judge by',
    hint: 'Every word matters: another text gives other labels',
    required: true,
    maxLength: 20_000,
  },
  {
    kind: 'line',
    name: 'labels',
    label: 'Labels',
    hint: 'Two to nine, with commas; the keys 1 to 9 give them',
    value: 'pass, fail',
    required: true,
    maxLength: 400,
  },
];
const extent: readonly ActionField[] = [
  {
    kind: 'number',
    name: 'overlap',
    label: 'People for each case',
    hint: 'From 1 to 5; agreement needs two',
    value: '2',
    required: true,
  },
  { kind: 'number', name: 'size', label: 'Cases', hint: 'Drawn at random, at most 1,000; empty = all' },
];

async function sourceFields(): Promise<ActionField[]> {
  const { items } = await (await api()).datasets.list({ kind: 'cases', limit: 200 });
  return [
    {
      kind: 'choice',
      name: 'datasetVersionId',
      label: 'Dataset',
      hint: 'For the answers of a run, begin on its page',
      required: true,
      options: items.flatMap(({ name, latest }) =>
        latest ? [{ value: latest.id, label: `${name}@${latest.number} (${latest.rowCount} cases)` }] : [],
      ),
    },
    {
      kind: 'line',
      name: 'answer',
      label: 'Where the answer stands',
      hint: 'In a case: expected, metadata.NAME, …',
      value: 'metadata.answer',
      required: true,
      maxLength: 1000,
    },
  ];
}
