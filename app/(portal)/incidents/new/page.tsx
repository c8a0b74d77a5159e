import { ActionPageForm } from '@/app/_lib/action-page-form';
import { paths } from '@/app/_lib/paths';
import { peopleOptions } from '@/app/_lib/people';
import { Page } from '@/app/_ui/page';
import { api, viewer } from '@/server/trpc/caller';
import { severityOptions } from '../../findings/words';
import { openIncident } from '../actions';
import { circumstanceFields, stopsField } from '../fields';

export const metadata = { title: 'Report incident' };

export default async function NewIncidentPage() {
  const [{ items: systems }, people, reader] = await Promise.all([
    (await api()).systems.list({ limit: 200 }),
    peopleOptions(),
    viewer(),
  ]);
  return (
    <Page
      title="Report incident"
      breadcrumb={[{ label: 'Incidents', href: paths.incidents() }]}
      description="The legal clocks run from the moment of awareness. What is not known yet can be added later."
    >
      <ActionPageForm
        title="Report incident"
        action={openIncident}
        submit="Report incident"
        under={paths.incidents()}
        fields={[
          {
            kind: 'choice',
            name: 'systemId',
            label: 'System',
            required: true,
            options: systems.map(({ id, name }) => ({ value: id, label: name })),
          },
          { kind: 'line', name: 'title', label: 'Title', required: true, maxLength: 200 },
          {
            kind: 'lines',
            name: 'description',
            label: 'Description',
            hint: 'What happened and how it was noticed; no names of the people affected',
            maxLength: 8000,
          },
          {
            kind: 'choice',
            name: 'severity',
            label: 'Severity',
            required: true,
            options: severityOptions,
            value: 'high',
          },
          {
            kind: 'choice',
            name: 'ownerId',
            label: 'Who leads the response',
            required: true,
            options: people,
            value: reader?.actor.personId ?? undefined,
          },
          { kind: 'instant', name: 'occurredAt', label: 'Occurred (UTC)' },
          { kind: 'instant', name: 'awareAt', label: 'Became aware (UTC)', hint: 'Empty means now' },
          stopsField(true),
          ...circumstanceFields(),
        ]}
      />
    </Page>
  );
}
