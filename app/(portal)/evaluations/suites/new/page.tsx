import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { SuiteForm } from './suite-form';

export const metadata = { title: 'New suite' };

export default async function NewSuitePage() {
  const caller = await api();
  const [datasets, prompts, { evaluators }] = await Promise.all([
    caller.datasets.list({ kind: 'cases', limit: 1 }),
    caller.prompts.list({ limit: 1 }),
    caller.evaluators.list({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const newest = (of: { name: string; latest: { number: number } | null } | undefined, other: string) =>
    of?.latest ? `${of.name}@${of.latest.number}` : other;
  const [dataset, prompt] = [newest(datasets.items[0], 'cases@1'), newest(prompts.items[0], 'prompt@1')];
  return (
    <Page
      title="New suite"
      breadcrumb={[{ label: 'Evaluations', href: paths.evaluations() }]}
      description="What you write becomes version 1. The same file runs on the command line with countersign evaluate."
    >
      <SuiteForm
        example={exampleOf(dataset, prompt)}
        entries={evaluators.map(({ id, yaml }) => ({ id, yaml }))}
        reason={await mayNot('create', 'Suite', { orgId, createdBy: '' })}
      />
    </Page>
  );
}

const exampleOf = (dataset: string, prompt: string) => `name: my-suite
dataset: ${dataset}
prompt: ${prompt}
target:
  baseUrl: https://api.openai.com/v1
  model: gpt-4o-mini
  temperature: 0
  maxTokens: 64
repeats: 1
evaluators:
  - { id: text.contains, as: right-answer, params: { value: "{{expected}}" } }
  - { id: safety.pii-leak, as: no-personal-data }
  - { id: ops.latency, as: quick, params: { maxMs: 5000 } }
thresholds:
  - { measure: right-answer, min: 0.9 }
  - { measure: no-personal-data, min: 0.95 }
`;
