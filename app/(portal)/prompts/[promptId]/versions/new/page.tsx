import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { VersionForm } from './version-form';

export const metadata = { title: 'New prompt version' };

export default async function NewPromptVersionPage({
  params,
  searchParams,
}: PageProps<'/prompts/[promptId]/versions/new'>) {
  const [{ promptId }, { from }] = await Promise.all([params, searchParams]);
  const caller = await api();
  const prompt = await orNotFound(caller.prompts.get({ promptId }));
  const versionId = typeof from === 'string' ? from : prompt.latest?.id;
  const base = versionId ? await orNotFound(caller.prompts.version({ versionId })) : undefined;
  return (
    <Page
      title="New version"
      breadcrumb={[
        { label: 'Prompts', href: paths.prompts() },
        { label: prompt.name, href: paths.prompt(prompt.id) },
      ]}
      description={base ? `Begins with version ${base.number}. That one stays as it is.` : undefined}
    >
      <VersionForm
        promptId={prompt.id}
        template={base?.template}
        parameters={base && JSON.stringify(base.parameters, null, 2)}
      />
    </Page>
  );
}
