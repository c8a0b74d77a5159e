import { ClipboardList } from 'lucide-react';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { stageLabel, stageTones } from '../stages';
import { Classification } from './facts/classification';
import { EditSystem } from './edit-system';
import { NewestReleases } from './newest-releases';
import { SystemVendors } from './system-vendors';

export const metadata = { title: 'System' };

export default async function SystemPage({ params }: PageProps<'/systems/[systemId]'>) {
  const { systemId } = await params;
  const system = await orNotFound((await api()).systems.get({ systemId }));
  return (
    <Page
      title={system.name}
      breadcrumb={[{ label: 'Systems', href: paths.systems() }]}
      status={<StatusChip status={system.stage} tones={stageTones} label={stageLabel(system.stage)} />}
      meta={[
        <PersonName key="owner" id={system.ownerId} />,
        <span key="created">
          created <Time value={system.createdAt} style="date" />
        </span>,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`system/${system.id}`} orgId={system.orgId} />
          <LinkButton href={paths.systemFacts(system.id)} icon={<ClipboardList aria-hidden />}>
            Facts
          </LinkButton>
          <EditSystem
            system={{ id: system.id, name: system.name, purpose: system.purpose, stage: system.stage }}
            reason={await mayNot('edit', 'System', system)}
          />
        </>
      }
    >
      <Section title="Purpose" frame="card">
        <p className="max-w-3xl whitespace-pre-line">{system.purpose}</p>
      </Section>
      <Section
        title="Classification"
        description="Follows from the facts of the system and decides which controls apply."
      >
        <Classification facts={await (await api()).checklists.facts({ systemId })} />
      </Section>
      <SystemVendors systemId={system.id} />
      <NewestReleases systemId={system.id} />
    </Page>
  );
}
