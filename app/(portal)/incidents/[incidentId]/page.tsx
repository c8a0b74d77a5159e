import { ActionDialog } from '@/app/_lib/action-dialog';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Incident } from '@/server/findings/schema/incidents';
import { api } from '@/server/trpc/caller';
import { severityTones } from '../../findings/words';
import { closeIncident, editIncident } from '../actions';
import { BreachRecord } from './breach-record';
import { circumstanceFields, stopsField } from '../fields';
import { incidentTones, riskOptions, seriousOptions } from '../words';
import { Clocks } from './clocks';

export const metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: PageProps<'/incidents/[incidentId]'>) {
  const { incidentId } = await params;
  const incident = await orNotFound((await api()).incidents.get({ incidentId }));
  const reason = await mayNot('edit', 'Incident', incident);
  return (
    <Page
      title={incident.title}
      breadcrumb={[{ label: 'Incidents', href: paths.incidents() }]}
      status={
        <span className="inline-flex gap-2">
          <StatusChip status={incident.state} tones={incidentTones} />
          <StatusChip status={incident.severity} tones={severityTones} />
        </span>
      }
      actions={
        <>
          <HistoryDrawer entity={`incident/${incident.id}`} orgId={incident.orgId} />
          <BreachRecord incident={incident} reason={await mayNot('export', 'Export', incident)} />
          {incident.state === 'open' && <IncidentActions incident={incident} reason={reason} />}
        </>
      }
    >
      {incident.state === 'open' && incident.stopsReleases && (
        <Alert tone="negative" title={`Every release of ${incident.systemName} is stopped`}>
          The gate denies with INCIDENT_OPEN until this incident is closed, or edited not to stop releases.
        </Alert>
      )}
      <Clocks incident={incident} reason={reason} />
      <What incident={incident} />
      {incident.resolution && incident.closedBy && (
        <Section title="Resolution" frame="card">
          <p className="max-w-3xl whitespace-pre-line">{incident.resolution}</p>
          <p className="mt-3 flex items-center gap-2 text-xs text-muted">
            <PersonName id={incident.closedBy} />
            {incident.closedAt && <Time value={incident.closedAt} />}
          </p>
        </Section>
      )}
    </Page>
  );
}

function IncidentActions({ incident, reason }: { incident: Incident; reason: string | null }) {
  const shared = { reason, hidden: { incidentId: incident.id } };
  return (
    <>
      <ActionDialog
        {...shared}
        label="Edit"
        title="Edit the incident"
        description="The clocks follow the circumstances; what was noticed stays recorded."
        action={editIncident}
        submit="Save"
        fields={[
          stopsField(incident.stopsReleases),
          ...circumstanceFields(incident.circumstances),
          { kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 },
        ]}
      />
      <ActionDialog
        {...shared}
        label="Close"
        variant="primary"
        title="Close the incident"
        description="Every clock must have its notice, or the reason why none was made."
        action={closeIncident}
        submit="Close incident"
        fields={[
          {
            kind: 'lines',
            name: 'resolution',
            label: 'Resolution',
            hint: 'Cause, effects and what was done, as the breach register asks',
            required: true,
            maxLength: 8000,
          },
        ]}
      />
    </>
  );
}

const labelOf = (options: readonly { value: string; label: string }[], value: string) =>
  options.find((option) => option.value === value)?.label ?? value;

const What = ({ incident }: { incident: Incident }) => (
  <Section title="What happened" frame="card">
    <KeyValues
      items={[
        {
          label: 'System',
          value: (
            <a href={paths.system(incident.systemId)} className="text-accent hover:underline">
              {incident.systemName}
            </a>
          ),
        },
        { label: 'Leads the response', value: <PersonName id={incident.ownerId} /> },
        { label: 'Became aware', value: <Time value={incident.awareAt} /> },
        { label: 'Occurred', value: incident.occurredAt && <Time value={incident.occurredAt} /> },
        { label: 'Personal data', value: incident.circumstances.personalData ? 'Yes' : 'No' },
        { label: 'Risk to people', value: labelOf(riskOptions, incident.circumstances.risk) },
        { label: 'Health information', value: incident.circumstances.healthInformation ? 'Yes' : 'No' },
        { label: 'People affected', value: incident.circumstances.affected, none: 'not known yet' },
        { label: 'Led to', value: labelOf(seriousOptions, incident.circumstances.serious) },
        { label: 'Reported by', value: <PersonName id={incident.createdBy} /> },
      ]}
    />
    {incident.description && (
      <div className="mt-4 border-t pt-4">
        <p className="max-w-3xl whitespace-pre-line">{incident.description}</p>
      </div>
    )}
  </Section>
);
