import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { Chip } from '@/app/_ui/chip';
import { CodeBlock } from '@/app/_ui/code-block';
import { Digest } from '@/app/_ui/digest';
import { JsonView } from '@/app/_ui/json-view';
import { KeyValues, type KeyValue } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import type { ModelVersion } from '@/server/registry/schema/models';
import { api } from '@/server/trpc/caller';
import { kindLabel } from '../../../kinds';

export const metadata = { title: 'Model version' };

export default async function ModelVersionPage({
  params,
}: PageProps<'/models/[modelId]/versions/[versionId]'>) {
  const { versionId } = await params;
  const version = await orNotFound((await api()).models.version({ versionId }));
  const { source } = version;
  return (
    <Page
      title={`${version.modelName} ${version.version}`}
      breadcrumb={[
        { label: 'Models', href: paths.models() },
        { label: version.modelName, href: paths.model(version.modelId) },
      ]}
      status={version.isProviderAsserted && <Chip tone="warning">Provider-asserted</Chip>}
      meta={[
        <Digest key="digest" value={version.digest ?? version.identityDigest} />,
        <PersonName key="by" id={version.createdBy} />,
        <Time key="at" value={version.createdAt} />,
      ]}
    >
      {version.warning && <Alert tone="warning">{version.warning}.</Alert>}
      <Section title="Identity" frame="card">
        <KeyValues items={identityOf(version)} />
      </Section>
      {source.kind === 'hosted' && Object.keys(source.config).length > 0 && (
        <Section
          title="Settings"
          description="They belong to the identity: other settings are another version."
        >
          <JsonView value={source.config} title="settings.json" />
        </Section>
      )}
      <Section title="Model card" description="Shown as it was handed in, not interpreted.">
        {version.card === '' ? (
          <p className="text-muted">No card was handed in with this version.</p>
        ) : (
          <CodeBlock code={version.card} title="Card" wrap />
        )}
      </Section>
    </Page>
  );
}

function identityOf({ source, digest, identityDigest, cardDigest }: ModelVersion): KeyValue[] {
  const full = (value: string | null) => value && <Digest value={value} full />;
  return [
    { label: 'Named by', value: kindLabel(source.kind) },
    ...('repository' in source && source.repository
      ? [{ label: 'Repository', value: source.repository }]
      : []),
    ...(source.kind === 'huggingface' ? [{ label: 'Commit', value: <code>{source.revision}</code> }] : []),
    ...(source.kind === 'hosted'
      ? [
          { label: 'Provider', value: source.provider },
          { label: 'Model', value: <code className="font-mono text-xs">{source.model}</code> },
          { label: 'Settings digest', value: full(source.configDigest) },
        ]
      : []),
    { label: 'Content digest', value: full(digest), none: 'None exists: only the provider knows what runs' },
    { label: 'Identity digest', value: full(identityDigest) },
    { label: 'Card digest', value: full(cardDigest), none: 'No card' },
  ];
}
