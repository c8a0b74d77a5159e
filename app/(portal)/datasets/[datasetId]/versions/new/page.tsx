import { orNotFound } from '@/app/_lib/or-not-found';
import { mayNot } from '@/app/_lib/may';
import { NoLangfuseKeys } from '@/app/_lib/langfuse-fields';
import { paths } from '@/app/_lib/paths';
import { CodeBlock } from '@/app/_ui/code-block';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { tabOf, Tabs } from '@/app/_ui/tabs';
import { type Dataset, datasetLimits, langfuseFileBytes } from '@/server/registry/schema/datasets';
import { api } from '@/server/trpc/caller';
import { LangfuseForm } from './langfuse-form';
import { UploadForm } from './upload-form';

export const metadata = { title: 'New dataset version' };

const caseExample = `{"id":"1","input":"Chest pain since an hour","expected":"urgent"}
{"id":"2","input":{"symptoms":"cough","age":"7"},"expected":"routine","metadata":{"split":"gate"}}`;
const tableExample = `sex,age_band,prediction,label
f,18-35,1,1
m,36-60,0,1`;
const tabs = [
  { key: 'file', label: 'File' },
  { key: 'langfuse', label: 'Langfuse' },
] as const;

export default async function NewDatasetVersionPage({
  params,
  searchParams,
}: PageProps<'/datasets/[datasetId]/versions/new'>) {
  const [{ datasetId }, { tab: wanted }] = await Promise.all([params, searchParams]);
  const dataset = await orNotFound((await api()).datasets.get({ datasetId }));
  const reason = await mayNot('edit', 'Dataset', dataset);
  const holdsCases = dataset.kind === 'cases';
  const tab = holdsCases ? tabOf(tabs, wanted) : 'file';
  return (
    <Page
      title="New version"
      breadcrumb={[
        { label: 'Datasets', href: paths.datasets() },
        { label: dataset.name, href: paths.dataset(dataset.id) },
      ]}
      description="Every row is checked while it arrives; if one is wrong, nothing is kept."
      tabs={
        holdsCases && (
          <Tabs
            base={paths.newDatasetVersion(dataset.id)}
            items={tabs}
            current={tab}
            label="Where rows come from"
          />
        )
      }
    >
      {tab === 'langfuse' ? (
        <FromLangfuse datasetId={dataset.id} reason={reason} />
      ) : (
        <FromFile dataset={dataset} reason={reason} />
      )}
    </Page>
  );
}

const FromFile = ({ dataset: { id, kind }, reason }: { dataset: Dataset; reason: string | null }) => (
  <>
    <UploadForm datasetId={id} maxBytes={datasetLimits.fileBytes} reason={reason} />
    <Section
      title="What the file holds"
      description={
        kind === 'cases'
          ? 'CSV with the columns id, input, expected, context, input.NAME (prompt variables) and metadata.NAME, or JSON Lines with the same keys.'
          : 'CSV with a header, or JSON Lines of flat objects that all have the same keys.'
      }
    >
      <CodeBlock
        code={kind === 'cases' ? caseExample : tableExample}
        title={kind === 'cases' ? 'cases.jsonl' : 'predictions.csv'}
      />
    </Section>
  </>
);

async function FromLangfuse({ datasetId, reason }: { datasetId: string; reason: string | null }) {
  const keys = await (await api()).runs.targetKeys({});
  return (
    <>
      <Section
        title="Over the network"
        description="Items become cases: input, expected output and metadata with the trace that they were made of. Archived items are left out. Of a trace its input is taken, not its answer."
      >
        {keys.items.length === 0 && <NoLangfuseKeys />}
        <LangfuseForm datasetId={datasetId} keys={keys.items} reason={reason} />
      </Section>
      <Section
        title="From an exported file"
        description="What Langfuse exports of dataset items, traces or observations, as JSON, JSON Lines or CSV."
      >
        <UploadForm datasetId={datasetId} maxBytes={langfuseFileBytes} reason={reason} from="langfuse" />
      </Section>
    </>
  );
}
