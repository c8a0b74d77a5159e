import { orNotFound } from '@/app/_lib/or-not-found';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { CodeBlock } from '@/app/_ui/code-block';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { datasetLimits } from '@/server/registry/schema/datasets';
import { api } from '@/server/trpc/caller';
import { UploadForm } from './upload-form';

export const metadata = { title: 'Upload dataset version' };

const caseExample = `{"id":"1","input":"Chest pain since an hour","expected":"urgent"}
{"id":"2","input":{"symptoms":"cough","age":"7"},"expected":"routine","metadata":{"split":"gate"}}`;
const tableExample = `sex,age_band,prediction,label
f,18-35,1,1
m,36-60,0,1`;

export default async function NewDatasetVersionPage({
  params,
}: PageProps<'/datasets/[datasetId]/versions/new'>) {
  const { datasetId } = await params;
  const dataset = await orNotFound((await api()).datasets.get({ datasetId }));
  const cases = dataset.kind === 'cases';
  return (
    <Page
      title="Upload version"
      breadcrumb={[
        { label: 'Datasets', href: paths.datasets() },
        { label: dataset.name, href: paths.dataset(dataset.id) },
      ]}
      description="The file is checked row by row while it arrives; if one row is wrong, nothing is kept."
    >
      <UploadForm
        datasetId={dataset.id}
        maxBytes={datasetLimits.fileBytes}
        reason={await mayNot('edit', 'Dataset', dataset)}
      />
      <Section
        title="What the file holds"
        description={
          cases
            ? 'CSV with the columns id, input, expected, context, input.NAME (prompt variables) and metadata.NAME, or JSON Lines with the same keys.'
            : 'CSV with a header, or JSON Lines of flat objects that all have the same keys.'
        }
      >
        <CodeBlock
          code={cases ? caseExample : tableExample}
          title={cases ? 'cases.jsonl' : 'predictions.csv'}
        />
      </Section>
    </Page>
  );
}
