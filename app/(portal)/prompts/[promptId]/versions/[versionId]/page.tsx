import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Chip } from '@/app/_ui/chip';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { JsonView } from '@/app/_ui/json-view';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import type { Template } from '@/server/prompts/schema';
import { api } from '@/server/trpc/caller';

export const metadata = { title: 'Prompt version' };

export default async function PromptVersionPage({
  params,
}: PageProps<'/prompts/[promptId]/versions/[versionId]'>) {
  const { versionId } = await params;
  const version = await orNotFound((await api()).prompts.version({ versionId }));
  const hasParameters = Object.keys(version.parameters).length > 0;
  return (
    <Page
      title={`${version.promptName} version ${version.number}`}
      breadcrumb={[
        { label: 'Prompts', href: paths.prompts() },
        { label: version.promptName, href: paths.prompt(version.promptId) },
      ]}
      meta={[
        <Digest key="digest" value={version.digest} />,
        <PersonName key="by" id={version.createdBy} />,
        <Time key="at" value={version.createdAt} />,
      ]}
      description={version.message}
      actions={
        <>
          <LinkButton href={paths.tryPrompt(version.promptId, version.id)}>Try</LinkButton>
          <LinkButton href={paths.newPromptVersion(version.promptId, version.id)}>
            New version from this
          </LinkButton>
        </>
      }
    >
      <Section title="Template" description="Exactly as it was written, and as it is sent.">
        <TemplateView template={version.template} />
      </Section>
      <Section title="Identity" frame="card">
        <KeyValues
          items={[
            {
              label: 'Variables',
              value: version.variables.length > 0 && (
                <span className="flex flex-wrap gap-1">
                  {version.variables.map((name) => (
                    <Chip key={name}>{name}</Chip>
                  ))}
                </span>
              ),
              none: 'None',
            },
            { label: 'Role order', value: version.roleOrder.join(', '), none: 'One text, no roles' },
            { label: 'Digest', value: <Digest value={version.digest} full /> },
          ]}
        />
      </Section>
      {hasParameters && (
        <Section title="Model parameters">
          <JsonView value={version.parameters} title="parameters.json" />
        </Section>
      )}
    </Page>
  );
}

function TemplateView({ template }: { template: Template }) {
  if (typeof template === 'string') return <CodeBlock code={template} title="Text" wrap />;
  return (
    <div className="flex flex-col gap-3">
      {template.map(({ role, content }, index) => (
        <CodeBlock key={index} code={content} title={role} wrap />
      ))}
    </div>
  );
}
