import { notFound } from 'next/navigation';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Diff } from '@/app/_ui/diff';
import { Digest } from '@/app/_ui/digest';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import type { PromptVersion } from '@/server/prompts/schema';
import { api } from '@/server/trpc/caller';
import { templateText } from '../../template-text';

export const metadata = { title: 'What changed' };

export default async function PromptDiffPage({
  params,
  searchParams,
}: PageProps<'/prompts/[promptId]/diff'>) {
  const [{ promptId }, { from, to }] = await Promise.all([params, searchParams]);
  if (typeof from !== 'string' || typeof to !== 'string') notFound();
  const { prompts } = await api();
  const [before, after] = await Promise.all([
    orNotFound(prompts.version({ versionId: from })),
    orNotFound(prompts.version({ versionId: to })),
  ]);
  if (before.promptId !== promptId || after.promptId !== promptId) notFound();
  const labels = { beforeLabel: `Version ${before.number}`, afterLabel: `Version ${after.number}` };
  return (
    <Page
      title={`${after.promptName}: version ${before.number} to ${after.number}`}
      breadcrumb={[
        { label: 'Prompts', href: paths.prompts() },
        { label: after.promptName, href: paths.prompt(promptId) },
      ]}
      meta={[<Digest key="before" value={before.digest} />, <Digest key="after" value={after.digest} />]}
      description={after.message}
    >
      <Section title="Template">
        <Diff
          before={templateText(before.template)}
          after={templateText(after.template)}
          context={3}
          {...labels}
        />
      </Section>
      <Section title="Model parameters">
        <Diff before={parametersOf(before)} after={parametersOf(after)} {...labels} />
      </Section>
    </Page>
  );
}

const parametersOf = ({ parameters }: PromptVersion): string => JSON.stringify(parameters, null, 2);
