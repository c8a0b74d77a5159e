import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { VersionForm } from './version-form';

export const metadata = { title: 'Add model version' };

export default async function NewModelVersionPage({ params }: PageProps<'/models/[modelId]/versions/new'>) {
  const { modelId } = await params;
  const model = await orNotFound((await api()).models.get({ modelId }));
  return (
    <Page
      title="Add version"
      breadcrumb={[
        { label: 'Models', href: paths.models() },
        { label: model.name, href: paths.model(model.id) },
      ]}
      description="Say what the model is so exactly that nobody can exchange it unseen. A version cannot be changed afterwards."
    >
      <VersionForm modelId={model.id} />
    </Page>
  );
}
