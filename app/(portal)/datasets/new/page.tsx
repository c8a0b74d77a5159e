import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { DatasetForm } from './dataset-form';

export const metadata = { title: 'New dataset' };

export default function NewDatasetPage() {
  return (
    <Page
      title="New dataset"
      breadcrumb={[{ label: 'Datasets', href: paths.datasets() }]}
      description="A dataset is a name for versions that never change. Uploading its rows is the next step."
    >
      <DatasetForm />
    </Page>
  );
}
