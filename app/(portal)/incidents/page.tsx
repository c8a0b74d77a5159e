import { Plus, Siren } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { type Incident, ListIncidents } from '@/server/findings/schema/incidents';
import { api, viewer } from '@/server/trpc/caller';
import { severityTones } from '../findings/words';
import { clockTones, clockWords, incidentTones } from './words';

export const metadata = { title: 'Incidents' };
const states = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
];

export default async function IncidentsPage({ searchParams }: PageProps<'/incidents'>) {
  const { q, state, cursor } = await searchParams;
  const asked = ListIncidents.catch({ limit: 50 }).parse({ search: q, state: state || undefined, cursor });
  const { items, nextCursor } = await (await api()).incidents.list(asked);
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Incident', { orgId, systemId: '', createdBy: '' });
  const create = (
    <LinkButton href={paths.newIncident()} variant="primary" icon={<Plus aria-hidden />} reason={reason}>
      Report incident
    </LinkButton>
  );
  const filters = { q: asked.search, state: asked.state };
  return (
    <Page
      title="Incidents"
      description="Harmful events, with the notices that the law asks for and the time left for each."
      actions={create}
    >
      <FilterRow
        action={paths.incidents()}
        search={{ placeholder: 'Search title and description', value: asked.search }}
        filters={[{ name: 'state', label: 'State', value: asked.state, options: states }]}
      />
      <IncidentsTable rows={items} isFiltered={Object.values(filters).some(Boolean)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.incidents(), filters) : null}
        next={nextCursor && withQuery(paths.incidents(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

interface IncidentsTableProps {
  readonly rows: readonly Incident[];
  readonly isFiltered: boolean;
  readonly create: React.ReactNode;
}

const IncidentsTable = ({ rows, isFiltered, create }: IncidentsTableProps) => (
  <DataTable
    caption="Incidents"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.incident(row.id)}
    empty={
      isFiltered ? (
        <EmptyState icon={<Siren />} title="No incident matches">
          Change or clear the filters.
        </EmptyState>
      ) : (
        <EmptyState icon={<Siren />} title="No incidents" action={create}>
          Report one as soon as somebody becomes aware of it: the legal clocks run from that moment.
        </EmptyState>
      )
    }
    columns={[
      { key: 'title', header: 'Incident', truncate: true, cell: (row) => row.title },
      {
        key: 'severity',
        header: 'Severity',
        cell: (row) => <StatusChip status={row.severity} tones={severityTones} />,
      },
      {
        key: 'state',
        header: 'State',
        cell: (row) => <StatusChip status={row.state} tones={incidentTones} />,
      },
      { key: 'system', header: 'System', from: 'md', cell: (row) => row.systemName },
      { key: 'notices', header: 'Next notice', from: 'md', cell: (row) => <NextNotice incident={row} /> },
      {
        key: 'aware',
        header: 'Aware',
        align: 'right',
        cell: (row) => <Time value={row.awareAt} style="date" />,
      },
    ]}
  />
);

/** The clock that ends first among those without a notice. */
function NextNotice({ incident }: { incident: Incident }) {
  const [next] = incident.clocks
    .filter(({ state }) => state === 'running' || state === 'late')
    .toSorted((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
  if (!next) return <span className="text-faint">none</span>;
  return (
    <span className="inline-flex items-baseline gap-2">
      <StatusChip status={next.state} tones={clockTones} label={clockWords[next.state]} />
      {next.dueAt ? <Time value={next.dueAt} style="relative" /> : 'without delay'}
    </span>
  );
}
