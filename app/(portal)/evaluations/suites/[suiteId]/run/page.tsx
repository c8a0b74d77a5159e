import { number } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { EmptyState } from '@/app/_ui/empty-state';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Money } from '@/app/_ui/quantities';
import { Section } from '@/app/_ui/section';
import { tabOf, Tabs } from '@/app/_ui/tabs';
import { recordedLimits } from '@/server/evaluations/schema/runs';
import type { RunEstimate } from '@/server/evaluations/schema/estimate';
import { api } from '@/server/trpc/caller';
import { FromLangfuse } from './from-langfuse';
import { PromptParameters } from '../../../prompt-parameters';
import { RecordedForm } from './recorded-form';
import { RunForm } from './run-form';
import { WhatItTells } from './what-it-tells';

export const metadata = { title: 'Run a suite' };
const tabs = [
  { key: 'live', label: 'Ask a model' },
  { key: 'recorded', label: 'Recorded outputs' },
  { key: 'langfuse', label: 'Langfuse' },
] as const;

export default async function NewRunPage({
  params,
  searchParams,
}: PageProps<'/evaluations/suites/[suiteId]/run'>) {
  const [{ suiteId }, { tab: wanted }] = await Promise.all([params, searchParams]);
  const caller = await api();
  const suite = await orNotFound(caller.suites.get({ suiteId }));
  const reason = await mayNot('create', 'Run', suite);
  const tab = tabOf(tabs, wanted) ?? 'live';
  return (
    <Page
      title={`Run ${suite.name}`}
      breadcrumb={[
        { label: 'Evaluations', href: paths.evaluations() },
        { label: suite.name, href: paths.suite(suiteId) },
      ]}
      description="The run freezes the suite version, the dataset, the prompt and the target. It can be stopped and resumed."
      tabs={<Tabs base={paths.newRun(suiteId)} items={tabs} current={tab} label="Where answers come from" />}
    >
      {suite.latest ? (
        <Forms versionId={suite.latest.id} tab={tab} reason={reason} />
      ) : (
        <EmptyState title="The suite has no version yet" />
      )}
    </Page>
  );
}

interface FormsProps {
  readonly versionId: string;
  readonly tab: (typeof tabs)[number]['key'];
  readonly reason: string | null;
}

async function Forms({ versionId, tab, reason }: FormsProps) {
  const caller = await api();
  const [version, models, keys, estimate] = await Promise.all([
    caller.suites.version({ versionId }),
    caller.models.list({ limit: 200 }),
    caller.runs.targetKeys({}),
    caller.runs.estimate({ suiteVersionId: versionId }),
  ]);
  const modelVersions = models.items.flatMap(({ name, latest }) =>
    latest ? [{ value: latest.id, label: `${name}@${latest.version}` }] : [],
  );
  const { target, dataset, prompt, cache } = version.body;
  const hasJudge = (estimate.judges?.models ?? []).length > 0;
  const hasCosts = estimate.judges !== null;
  const common = { suiteVersionId: versionId, modelVersions, keys: keys.items, hasJudge, hasCosts, reason };
  return (
    <>
      <Section title={`Version ${version.number}`} frame="card">
        <KeyValues
          layout="grid"
          items={[
            { label: 'Dataset', value: `${dataset.name}@${dataset.number}` },
            { label: 'Prompt', value: prompt && `${prompt.name}@${prompt.number}`, none: 'none' },
            { label: 'Calls', value: number(estimate.calls) },
            ...(tab === 'live' ? promptSettings(estimate) : []),
            ...(tab === 'live' ? answersCost(estimate) : []),
            ...judgesCost(estimate, tab === 'live'),
          ]}
        />
      </Section>
      <WhatItTells estimate={estimate} />
      {tab === 'live' ? (
        <RunForm {...common} target={target} cache={cache === true} />
      ) : tab === 'recorded' ? (
        <RecordedForm {...common} maxBytes={recordedLimits.fileBytes} />
      ) : (
        <FromLangfuse {...common} />
      )}
      {tab === 'live' && keys.items.length === 0 && (
        <Alert tone="info" title="No keys on this server">
          A key for a provider is set on the server as COUNTERSIGN_TARGET_KEY_NAME=&quot;HOST KEY&quot;. It is
          sent to that host only, and it is never stored or shown.
        </Alert>
      )}
    </>
  );
}

type Range = RunEstimate['total'];
const Range = ({ lowest, highest }: Range) => (
  <>
    <Money amount={lowest} />
    {highest !== null && (
      <>
        {' '}
        to <Money amount={highest} />
      </>
    )}
  </>
);

const promptSettings = ({ promptParameters }: RunEstimate) =>
  promptParameters.length > 0
    ? [{ label: 'Parameters of the prompt', value: <PromptParameters parameters={promptParameters} /> }]
    : [];

const answersCost = ({ lowest, highest, inputTokens, note }: RunEstimate) => [
  { label: 'Input tokens, about', value: number(inputTokens) },
  { label: 'Cost of the answers, about', value: <Range lowest={lowest} highest={highest} /> },
  { label: 'Estimate', value: note },
];

/** With the sum, where there are answers to pay as well. */
const judgesCost = ({ judges, total }: RunEstimate, isLive: boolean) =>
  judges === null
    ? []
    : [
        { label: 'Calls of judges and scorers', value: range(judges.calls, judges.mostCalls) },
        { label: 'Their cost, about', value: <Range {...judges} /> },
        ...(isLive ? [{ label: 'Together, about', value: <Range {...total} /> }] : []),
      ];
const range = (least: number, most: number) =>
  least === most ? number(least) : `${number(least)} to ${number(most)}`;
