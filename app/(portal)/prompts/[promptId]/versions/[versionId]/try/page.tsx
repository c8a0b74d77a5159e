import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { TryForm } from './try-form';

export const metadata = { title: 'Try a prompt' };

export default async function TryPromptPage({
  params,
}: PageProps<'/prompts/[promptId]/versions/[versionId]/try'>) {
  const { versionId } = await params;
  const caller = await api();
  const version = await orNotFound(caller.prompts.version({ versionId }));
  const keys = await caller.runs.targetKeys({});
  const reader = await viewer();
  const mine = { orgId: version.orgId, createdBy: reader?.actor.personId ?? '' };
  return (
    <Page
      title={`Try ${version.promptName} version ${version.number}`}
      breadcrumb={[
        { label: 'Prompts', href: paths.prompts() },
        { label: version.promptName, href: paths.prompt(version.promptId) },
        { label: `Version ${version.number}`, href: paths.promptVersion(version.promptId, version.id) },
      ]}
      description="One question to one model. Neither the text nor the answer is kept; the trail says that you asked whom, when. What counts for a release is a run."
    >
      <TryForm
        promptId={version.promptId}
        versionId={version.id}
        template={version.template}
        parameters={version.parameters}
        keys={keys.items}
        reason={await mayNot('create', 'Run', mine)}
        saveReason={await mayNot('edit', 'Prompt', version)}
      />
    </Page>
  );
}
