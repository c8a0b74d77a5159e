import { Flag, Plus } from 'lucide-react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { ListFindings } from '@/server/findings/schema/findings';
import { api, viewer } from '@/server/trpc/caller';
import { FindingsTable } from './findings-table';
import { findingOptions, severityOptions } from './words';

export const metadata = { title: 'Findings' };

export default async function FindingsPage({ searchParams }: PageProps<'/findings'>) {
  const { q, state, severity, cursor } = await searchParams;
  const asked = ListFindings.catch({ limit: 50 }).parse({
    search: q,
    state: state || undefined,
    severity: severity || undefined,
    cursor,
  });
  const { items, nextCursor } = await (await api()).findings.list(asked);
  const orgId = (await viewer())?.orgId ?? '';
  const target = { orgId, systemId: '', createdBy: '', remediatedBy: null };
  const create = (
    <LinkButton
      href={paths.newFinding()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Finding', target)}
    >
      New finding
    </LinkButton>
  );
  const filters = { q: asked.search, state: asked.state, severity: asked.severity };
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <Page
      title="Findings"
      description="Problems with an owner and a due date. From its due date on, a finding that is not closed makes the gate deny."
      actions={create}
    >
      <FilterRow
        action={paths.findings()}
        search={{ placeholder: 'Search title and description', value: asked.search }}
        filters={[
          { name: 'state', label: 'State', value: asked.state, options: findingOptions },
          { name: 'severity', label: 'Severity', value: asked.severity, options: severityOptions },
        ]}
      />
      <FindingsTable
        rows={items}
        empty={
          isFiltered ? (
            <EmptyState icon={<Flag />} title="No finding matches">
              Change or clear the filters.
            </EmptyState>
          ) : (
            <EmptyState icon={<Flag />} title="No findings yet" action={create}>
              Open one for what must be mended. With a due date it is also a condition of an approval.
            </EmptyState>
          )
        }
      />
      <Pagination
        previous={cursor ? withQuery(paths.findings(), filters) : null}
        next={nextCursor && withQuery(paths.findings(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}
