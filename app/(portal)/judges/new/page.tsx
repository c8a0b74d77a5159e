import type { ActionField } from '@/app/_lib/action-fields';
import { ActionPageForm } from '@/app/_lib/action-page-form';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Page } from '@/app/_ui/page';
import { Tabs, tabOf } from '@/app/_ui/tabs';
import { api, viewer } from '@/server/trpc/caller';
import { createJudge } from '../actions';
import { kindOptions } from '../words';

export const metadata = { title: 'New judge' };
const tabs = kindOptions.map(({ value, label }) => ({ key: value, label }));

export default async function NewJudgePage({ searchParams }: PageProps<'/judges/new'>) {
  const kind = tabOf(tabs, (await searchParams).tab) as keyof typeof kinds;
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Judge', { orgId, createdBy: '' });
  return (
    <Page
      title="New judge"
      breadcrumb={[{ label: 'Judges', href: paths.judges() }]}
      description={kinds[kind].about}
      tabs={<Tabs base={paths.newJudge()} items={tabs} current={kind} />}
    >
      {reason ? (
        <Alert tone="warning" title="You may not create a judge">
          {reason}
        </Alert>
      ) : (
        <ActionPageForm
          key={kind}
          title="New judge"
          action={createJudge}
          submit="Create judge"
          under={paths.judges()}
          hidden={{ kind }}
          fields={[nameField, ...kinds[kind].fields, ...targetFields, ...(await modelFields())]}
        />
      )}
    </Page>
  );
}

const nameField: ActionField = {
  kind: 'line',
  name: 'name',
  label: 'Name',
  hint: 'Lower-case letters, digits, dots, dashes. Other content under the same name is the next number.',
  required: true,
  maxLength: 64,
};
const instructions = (label: string, hint: string): ActionField => ({
  kind: 'lines',
  name: 'instructions',
  label,
  hint,
  required: true,
  maxLength: 20_000,
});
const scale = (name: string, label: string, value: string): ActionField => ({
  kind: 'number',
  name,
  label,
  value,
  required: true,
});

const kinds = {
  rubric: {
    about: 'The judge says whether one answer meets a rubric: pass or fail, with its reason.',
    fields: [instructions('Rubric', 'What an answer needs to pass')],
  },
  'g-eval': {
    about:
      'The judge scores one answer by criteria, following steps that you write once, so that every case is judged alike.',
    fields: [
      instructions('Criteria', 'What is scored'),
      { kind: 'lines', name: 'steps', label: 'Steps', hint: 'One a line', required: true, maxLength: 20_000 },
      scale('lowest', 'Worst score', '1'),
      scale('highest', 'Best score', '5'),
      scale('passFrom', 'Passes from', '4'),
    ],
  },
  pairwise: {
    about:
      'The judge says which of two answers is better. It is asked in both orders; when the verdicts contradict each other, it is a tie.',
    fields: [
      instructions('Criteria', 'What makes an answer better'),
      {
        kind: 'line',
        name: 'against',
        label: 'Where the other answer stands',
        hint: 'In a case: expected, metadata.other, …',
        value: 'expected',
        maxLength: 1000,
      },
    ],
  },
} as const satisfies Record<string, { about: string; fields: readonly ActionField[] }>;

const targetFields: readonly ActionField[] = [
  {
    kind: 'line',
    name: 'baseUrl',
    label: 'Base URL',
    hint: 'Any address that speaks the OpenAI protocol',
    required: true,
    maxLength: 2000,
  },
  { kind: 'line', name: 'model', label: 'Model', required: true, maxLength: 200 },
  {
    kind: 'line',
    name: 'temperature',
    label: 'Temperature',
    hint: 'From 0 to 2; empty = not sent',
    maxLength: 5,
  },
  { kind: 'number', name: 'seed', label: 'Seed' },
  { kind: 'number', name: 'maxTokens', label: 'Longest answer, tokens' },
];

async function modelFields(): Promise<ActionField[]> {
  const { items } = await (await api()).models.list({ limit: 200 });
  const options = items.flatMap(({ name, latest }) =>
    latest ? [{ value: latest.id, label: `${name}@${latest.version}` }] : [],
  );
  const hint = 'The registered version of the model that judges, when there is one';
  return options.length === 0
    ? []
    : [{ kind: 'choice', name: 'modelVersionId', label: 'Model version', hint, options }];
}
