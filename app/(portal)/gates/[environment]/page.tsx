import { assurers, responsibilities } from '@/policies/contract';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Diff } from '@/app/_ui/diff';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Tabs, tabOf } from '@/app/_ui/tabs';
import { Time } from '@/app/_ui/time';
import { Timeline } from '@/app/_ui/timeline';
import { firstJudgeRequirement, firstPolicy } from '@/server/gates/schema/policy';
import { api, baseUrl } from '@/server/trpc/caller';
import { PersonName } from '@/app/_lib/person-name';
import { DecisionTable } from '../decisions';
import { Pipelines } from './pipelines';
import { PolicyForm } from './policy-form';
import { PolicyView, type Version } from './policy-view';

export const metadata = { title: 'Environment' };
const tabs = [
  { key: 'policy', label: 'Policy' },
  { key: 'edit', label: 'Edit' },
  { key: 'versions', label: 'Versions' },
  { key: 'pipelines', label: 'Pipelines' },
];

export default async function EnvironmentPage({ params, searchParams }: PageProps<'/gates/[environment]'>) {
  const [{ environment }, asked] = await Promise.all([params, searchParams]);
  const caller = await api();
  const view = await orNotFound(caller.gates.environment({ environment }));
  const { name, orgId, stage, versions } = view;
  const current = tabOf(tabs, asked.tab);
  return (
    <Page
      title={name}
      breadcrumb={[{ label: 'Gates', href: paths.gates() }]}
      status={<StatusChip status={stage} />}
      meta={[versions[0] ? `Policy version ${versions[0].version}` : 'No policy']}
      actions={<HistoryDrawer entity={`environment/${name}`} orgId={orgId} />}
      tabs={<Tabs base={paths.environment(name)} items={tabs} current={current} />}
    >
      {versions.length === 0 && (
        <Alert tone="warning" title="This environment has no policy">
          The gate denies everything here until somebody writes one.
        </Alert>
      )}
      {current === 'policy' && <InForce version={versions[0]} environment={name} />}
      {current === 'edit' && <Edit version={versions[0]} environment={name} orgId={orgId} />}
      {current === 'versions' && <Versions versions={versions} />}
      {current === 'pipelines' && <Pipelines environment={name} baseUrl={baseUrl()} />}
    </Page>
  );
}

async function InForce({ version, environment }: { version?: Version; environment: string }) {
  const { items } = await (await api()).gates.decisions({ environment, limit: 10 });
  const all = withQuery(paths.gates(), { tab: 'decisions', environment });
  return (
    <>
      {version && (
        <Section title="Policy in force" frame="card">
          <PolicyView version={version} />
        </Section>
      )}
      <Section
        title="Latest decisions"
        frame="flush"
        actions={<LinkButton href={all}>All decisions</LinkButton>}
      >
        <DecisionTable bare rows={items} />
      </Section>
    </>
  );
}

async function Edit({
  version,
  environment,
  orgId,
}: {
  version?: Version;
  environment: string;
  orgId: string;
}) {
  const parts = await (await api()).releases.parts({});
  const named = (rows: readonly { name: string }[]) =>
    [...new Set(rows.map(({ name }) => name))].map((value) => ({ value, label: value }));
  const signers = [...assurers, 'ml_lead', ...responsibilities];
  return (
    <PolicyForm
      environment={environment}
      basedOn={version?.version ?? 0}
      policy={version?.policy ?? firstPolicy}
      firstJudges={firstJudgeRequirement}
      roles={signers.map((value) => ({ value, label: words(value) }))}
      offers={{
        suites: named(parts.suites),
        studies: named(parts.studies),
        frameworks: parts.frameworks.map(({ id, name }) => ({ value: id, label: name })),
      }}
      reason={await mayNot('edit', 'Environment', { orgId })}
    />
  );
}

const lines = (version: Version) => JSON.stringify(version.policy, null, 2);

function Versions({ versions }: { versions: readonly Version[] }) {
  return (
    <Timeline
      label="Versions of the policy"
      items={versions.map((one, i) => {
        const before = versions[i + 1];
        return {
          key: one.digest,
          title: `Version ${one.version}`,
          at: <Time value={one.activeFrom} />,
          by: <PersonName id={one.createdBy} />,
          children: before ? (
            <Diff
              before={lines(before)}
              after={lines(one)}
              beforeLabel={`Version ${before.version}`}
              afterLabel={`Version ${one.version}`}
              context={2}
            />
          ) : (
            'The first policy'
          ),
        };
      })}
    />
  );
}
