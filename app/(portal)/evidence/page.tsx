import { FolderCheck, Plus } from 'lucide-react';
import { evidenceTones } from '@/app/_lib/checklist-tones';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListEvidence } from '@/server/checklists/schema';
import { api, viewer } from '@/server/trpc/caller';

export const metadata = { title: 'Evidence' };
const states = (['valid', 'expired', 'superseded', 'revoked'] as const).map((value) => ({
  value,
  label: words(value),
}));

export default async function EvidencePage({ searchParams }: PageProps<'/evidence'>) {
  const { q, state, cursor } = await searchParams;
  const asked = ListEvidence.catch({ limit: 50 }).parse({ search: q, state: state || undefined, cursor });
  const caller = await api();
  const [{ items, nextCursor }, systems, vendors] = await Promise.all([
    caller.evidence.list(asked),
    caller.systems.list({ limit: 200 }),
    caller.vendors.list({ limit: 200 }),
  ]);
  const names = new Map([...systems.items, ...vendors.items].map(({ id, name }) => [id, name]));
  const orgId = (await viewer())?.orgId ?? '';
  const reason = await mayNot('create', 'Evidence', { orgId, systemId: null, createdBy: '' });
  const here = { q: asked.search, state: asked.state };
  const add = (
    <LinkButton href={paths.newEvidence()} variant="primary" icon={<Plus />} reason={reason ?? undefined}>
      Add evidence
    </LinkButton>
  );
  return (
    <Page
      title="Evidence"
      description="Documents, links, records and attestations. One item counts for every control that asks for its type, while it is valid for what it is bound to."
      actions={add}
    >
      <FilterRow
        action={paths.evidenceList()}
        search={{ placeholder: 'Search evidence', value: asked.search }}
        filters={[{ name: 'state', label: 'State', value: asked.state, options: states }]}
      />
      <DataTable
        caption="Evidence"
        rows={items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.evidence(id)}
        empty={
          <EmptyState icon={<FolderCheck />} title="No evidence here" action={add}>
            What satisfies controls appears here, with its digest and the day on which it expires.
          </EmptyState>
        }
        columns={[
          { key: 'title', header: 'Evidence', truncate: true, cell: ({ title }) => title },
          {
            key: 'type',
            header: 'Type',
            from: 'md',
            truncate: true,
            width: '28%',
            cell: ({ typeTitle }) => <span title={typeTitle}>{typeTitle}</span>,
          },
          {
            key: 'binding',
            header: 'Bound to',
            from: 'lg',
            cell: ({ bindingKind, bindingId }) => (
              <>
                {words(bindingKind)} {bindingKind === 'environment' ? bindingId : names.get(bindingId)}
              </>
            ),
          },
          {
            key: 'status',
            header: 'State',
            cell: ({ status }) => <StatusChip status={status} tones={evidenceTones} />,
          },
          {
            key: 'digest',
            header: 'Digest',
            from: 'xl',
            cell: ({ sha256 }) =>
              sha256 && (
                <span className="relative">
                  <Digest value={`sha256:${sha256}`} />
                </span>
              ),
          },
          {
            key: 'until',
            header: 'Valid until',
            align: 'right',
            cell: ({ validUntil }) => (validUntil ? <Time value={validUntil} style="date" /> : 'no limit'),
          },
        ]}
      />
      <Pagination
        previous={cursor ? withQuery(paths.evidenceList(), here) : null}
        next={nextCursor && withQuery(paths.evidenceList(), { ...here, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}
