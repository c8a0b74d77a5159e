import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { api } from '@/server/trpc/caller';
import { stateOf, stateTones } from '../parts';
import { AccessButtons } from './access-buttons';
import { Grants } from './grants';
import { RequestRoleForm } from './request-role-form';

export const metadata = { title: 'Person' };

export default async function PersonPage({ params }: PageProps<'/settings/people/[personId]'>) {
  const { personId } = await params;
  const caller = await api();
  const person = await orNotFound(caller.identity.person({ personId }));
  const { items: systems } = await caller.systems.list({ limit: 200 });
  const subject = { orgId: person.orgId, personId, systemId: null };
  const state = stateOf(person);
  return (
    <Page
      title={person.name}
      breadcrumb={[
        { label: 'Settings', href: paths.settings() },
        { label: 'People and roles', href: paths.people() },
      ]}
      status={<StatusChip status={state} tones={stateTones} />}
      meta={[
        person.email,
        <>
          Added <Time value={person.createdAt} style="date" />
        </>,
        person.lastSeenAt && (
          <>
            Last seen <Time value={person.lastSeenAt} style="relative" />
          </>
        ),
      ]}
      actions={
        <AccessButtons
          personId={personId}
          state={state}
          isAdministrator={person.grants.some(({ role }) => role === 'administrator')}
          reason={await mayNot('edit', 'Person', person)}
        />
      }
    >
      <Grants personId={personId} />
      <Section
        title="Request a role or a responsibility"
        description="An administrator approves it who is neither this person nor the one who asks. While the organisation has only one administrator, that one grants alone, and the trail says so."
        frame="card"
      >
        <RequestRoleForm
          personId={personId}
          systems={systems.map(({ id, name }) => ({ value: id, label: name }))}
          reason={await mayNot('create', 'RoleGrant', subject)}
        />
      </Section>
    </Page>
  );
}
