import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { ReleaseForm } from './release-form';

export const metadata = { title: 'New release' };

export default async function NewReleasePage() {
  const caller = await api();
  const [{ items: systems }, parts] = await Promise.all([
    caller.systems.list({ limit: 200 }),
    caller.releases.parts({}),
  ]);
  const options = (rows: readonly { id: string; name: string; version: string | number }[]) =>
    rows.map(({ id, name, version }) => ({ value: id, label: `${name} @ ${version}` }));
  return (
    <Page
      title="New release"
      breadcrumb={[{ label: 'Releases', href: paths.releases() }]}
      description="Choose what goes live and what it is judged by. Nothing is fixed until you freeze it."
    >
      <ReleaseForm
        systems={systems.map(({ id, name }) => ({ value: id, label: name }))}
        groups={[
          { name: 'modelVersionIds', label: 'Model versions', options: options(parts.models) },
          { name: 'promptVersionIds', label: 'Prompt versions', options: options(parts.prompts) },
          { name: 'datasetVersionIds', label: 'Dataset versions', options: options(parts.datasets) },
          { name: 'suiteVersionIds', label: 'Suites', options: options(parts.suites) },
          { name: 'studyIds', label: 'Bias studies', options: options(parts.studies) },
          {
            name: 'frameworks',
            label: 'Frameworks',
            options: parts.frameworks.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]}
      />
    </Page>
  );
}
