import { ActionDialog } from '@/app/_lib/action-dialog';
import { PersonName } from '@/app/_lib/person-name';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Clock, Incident } from '@/server/findings/schema/incidents';
import { recordNotice } from '../actions';
import { clockTones, clockWords } from '../words';

/** The notices that the law asks for, each with its time. */
export const Clocks = ({ incident, reason }: { incident: Incident; reason: string | null }) => (
  <Section title="Notices" frame="flush">
    <DataTable<Clock>
      caption="Notices"
      bare
      rows={incident.clocks}
      rowKey={({ name }) => name}
      empty={
        <EmptyState title="No notice is asked for">
          Under the circumstances recorded so far. Edit them when more becomes known.
        </EmptyState>
      }
      columns={[
        {
          key: 'who',
          header: 'Whom',
          cell: ({ who, law }) => (
            <span className="flex flex-col">
              {who}
              <span className="text-xs text-muted">{law}</span>
            </span>
          ),
        },
        {
          key: 'state',
          header: 'State',
          cell: ({ state }) => <StatusChip status={state} tones={clockTones} label={clockWords[state]} />,
        },
        {
          key: 'due',
          header: 'Until',
          cell: ({ dueAt }) => (dueAt ? <Time value={dueAt} /> : 'without undue delay'),
        },
        {
          key: 'made',
          header: 'Made',
          from: 'md',
          wrap: true,
          cell: ({ madeAt, note, by }) =>
            note && (
              <span className="flex flex-col">
                <span className="flex items-center gap-2">
                  {madeAt && <Time value={madeAt} />} {by && <PersonName id={by} />}
                </span>
                <span className="text-xs text-muted">{note}</span>
              </span>
            ),
        },
        {
          key: 'record',
          header: 'Record',
          hiddenHeader: true,
          align: 'right',
          cell: (clock) =>
            incident.state === 'open' && <RecordNotice incident={incident} clock={clock} reason={reason} />,
        },
      ]}
    />
  </Section>
);

interface RecordNoticeProps {
  readonly incident: Incident;
  readonly clock: Clock;
  readonly reason: string | null;
}

const RecordNotice = ({ incident, clock, reason }: RecordNoticeProps) => (
  <ActionDialog
    label="Record"
    title={`Notice to: ${clock.who}`}
    description={`${clock.law}. Leave the time empty when no notice is made, and say why.`}
    reason={reason}
    action={recordNotice}
    hidden={{ incidentId: incident.id, clock: clock.name }}
    submit="Record notice"
    fields={[
      { kind: 'instant', name: 'madeAt', label: 'Made (UTC)' },
      {
        kind: 'lines',
        name: 'note',
        label: 'Reference, or why none is made',
        required: true,
        maxLength: 2000,
      },
    ]}
  />
);
