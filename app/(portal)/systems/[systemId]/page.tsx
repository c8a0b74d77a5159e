import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Page } from '@/app/_ui/page';
import { StatusChip } from '@/app/_ui/status-chip';
import { tabOf, Tabs } from '@/app/_ui/tabs';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { stageTones } from '../stages';
import { EditSystem } from './edit-system';
import { systemTabs } from './tabs';

export const metadata = { title: 'System' };

export default async function SystemPage({ params, searchParams }: PageProps<'/systems/[systemId]'>) {
  const [{ systemId }, { tab }] = await Promise.all([params, searchParams]);
  const system = await orNotFound((await api()).systems.get({ systemId }));
  const key = tabOf(systemTabs, tab);
  const { Content } = systemTabs.find((one) => one.key === key) ?? systemTabs[0];
  return (
    <Page
      title={system.name}
      breadcrumb={[{ label: 'Systems', href: paths.systems() }]}
      status={<StatusChip status={system.stage} tones={stageTones} />}
      meta={[
        <PersonName key="owner" id={system.ownerId} />,
        <span key="created">
          created <Time value={system.createdAt} style="date" />
        </span>,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`system/${system.id}`} orgId={system.orgId} />
          <EditSystem
            system={{ id: system.id, name: system.name, purpose: system.purpose, stage: system.stage }}
            reason={await mayNot('edit', 'System', system)}
          />
        </>
      }
      tabs={
        <Tabs
          base={paths.system(system.id)}
          items={systemTabs.map(({ key: k, label }) => ({ key: k, label }))}
          current={key}
        />
      }
    >
      <Content system={system} />
    </Page>
  );
}
