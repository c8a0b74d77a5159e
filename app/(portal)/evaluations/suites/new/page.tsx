import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { tabOf, Tabs } from '@/app/_ui/tabs';
import { api, viewer } from '@/server/trpc/caller';
import { ImportForm } from './import-form';
import { PackForm } from './pack-form';
import { SuiteForm } from './suite-form';

export const metadata = { title: 'New suite' };
const tabs = [
  { key: 'write', label: 'Write a suite file' },
  { key: 'import', label: 'Import from promptfoo' },
  { key: 'pack', label: 'Start from a safety pack' },
] as const;
const descriptions = {
  write:
    'What you write becomes version 1. The same file runs on the command line with countersign evaluate.',
  import:
    'The tests become a dataset, the prompt a prompt, the assertions checks of their cases. You see it before anything is stored.',
  pack: 'Suites that ship with the product: known attacks in our own words, in English. They are a beginning, to be changed.',
} as const;

export default async function NewSuitePage({ searchParams }: PageProps<'/evaluations/suites/new'>) {
  const tab = tabOf(tabs, (await searchParams).tab) ?? 'write';
  return (
    <Page
      title="New suite"
      breadcrumb={[{ label: 'Evaluations', href: paths.evaluations() }]}
      description={descriptions[tab]}
      tabs={<Tabs base={paths.newSuite()} items={tabs} current={tab} label="Ways to a suite" />}
    >
      {tab === 'write' ? <Write /> : tab === 'import' ? <Import /> : <Packs />}
    </Page>
  );
}

async function mayNotMake(...subjects: readonly ('Suite' | 'Dataset' | 'Prompt')[]) {
  const orgId = (await viewer())?.orgId ?? '';
  for (const subject of subjects) {
    const reason = await mayNot('create', subject, { orgId, createdBy: '' });
    if (reason !== null) return reason;
  }
  return null;
}

const Import = async () => <ImportForm reason={await mayNotMake('Suite', 'Dataset', 'Prompt')} />;

async function Packs() {
  const { packs } = await (await api()).suites.packs({});
  return <PackForm packs={packs} reason={await mayNotMake('Suite', 'Dataset')} />;
}

async function Write() {
  const caller = await api();
  const [datasets, prompts, { evaluators }] = await Promise.all([
    caller.datasets.list({ kind: 'cases', limit: 1 }),
    caller.prompts.list({ limit: 1 }),
    caller.evaluators.list({}),
  ]);
  const newest = (of: { name: string; latest: { number: number } | null } | undefined, other: string) =>
    of?.latest ? `${of.name}@${of.latest.number}` : other;
  const [dataset, prompt] = [newest(datasets.items[0], 'cases@1'), newest(prompts.items[0], 'prompt@1')];
  return (
    <SuiteForm
      example={exampleOf(dataset, prompt)}
      entries={evaluators.map(({ id, yaml }) => ({ id, yaml }))}
      reason={await mayNotMake('Suite')}
    />
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
