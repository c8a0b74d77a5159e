import type { ReactNode } from 'react';
import { ShieldCheck } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Page } from '@/app/_ui/page';
import { StatusChip } from '@/app/_ui/status-chip';
import { Tabs, tabOf } from '@/app/_ui/tabs';
import { api, viewer, type Api } from '@/server/trpc/caller';
import { Decisions } from './decisions';
import { NewEnvironment } from './new-environment';
import { quorumWords } from './policy-words';

export const metadata = { title: 'Gates' };
const tabs = [
  { key: 'environments', label: 'Environments' },
  { key: 'decisions', label: 'Decisions' },
];

export default async function GatesPage({ searchParams }: PageProps<'/gates'>) {
  const asked = await searchParams;
  const environments = await (await api()).gates.environments({});
  const orgId = (await viewer())?.orgId ?? '';
  const create = <NewEnvironment reason={await mayNot('create', 'Environment', { orgId })} />;
  const current = tabOf(tabs, asked.tab);
  return (
    <Page
      title="Gates"
      description="Each environment has a policy. The gate answers a deployment from it, with every reason, and signs its answer."
      actions={create}
      tabs={<Tabs base={paths.gates()} items={tabs} current={current} />}
    >
      {current === 'decisions' ? (
        <Decisions asked={asked} environments={environments.map(({ name }) => name)} />
      ) : (
        <Environments rows={environments} create={create} />
      )}
    </Page>
  );
}

type Environment = Awaited<ReturnType<Api['gates']['environments']>>[number];

function Environments({ rows, create }: { rows: readonly Environment[]; create: ReactNode }) {
  return (
    <DataTable
      caption="Environments"
      rows={rows}
      rowKey={(row) => row.name}
      rowHref={(row) => paths.environment(row.name)}
      empty={
        <EmptyState icon={<ShieldCheck />} title="No environments yet" action={create}>
          An environment is a place where releases run; its policy says what they need to get there.
        </EmptyState>
      }
      columns={[
        { key: 'name', header: 'Environment', cell: (row) => row.name },
        { key: 'stage', header: 'Stage', cell: (row) => <StatusChip status={row.stage} /> },
        {
          key: 'version',
          header: 'Policy',
          cell: (row) => (row.inForce ? `Version ${row.inForce.version}` : 'None: everything is denied'),
        },
        {
          key: 'quorum',
          header: 'Who must sign',
          truncate: true,
          cell: (row) => (row.inForce ? quorumWords(row.inForce.policy.quorum) : '–'),
        },
        {
          key: 'ttl',
          header: 'Sign-offs hold',
          from: 'md',
          align: 'right',
          cell: (row) => (row.inForce ? `${row.inForce.policy.approval_ttl_days} days` : '–'),
        },
      ]}
    />
  );
}
