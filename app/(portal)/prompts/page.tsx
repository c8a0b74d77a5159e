import { MessageSquareText, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { mayNot } from '@/app/_lib/may';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Time } from '@/app/_ui/time';
import { ListPrompts, type Prompt } from '@/server/prompts/schema';
import { api, viewer } from '@/server/trpc/caller';
import { LabelChips } from './label-chips';

export const metadata = { title: 'Prompts' };
const labelOptions = ['production', 'staging'].map((value) => ({ value, label: value }));

export default async function PromptsPage({ searchParams }: PageProps<'/prompts'>) {
  const { q, label, cursor } = await searchParams;
  const asked = ListPrompts.catch({ limit: 50 }).parse({ search: q, label: label || undefined, cursor });
  const caller = await api();
  const [{ items, nextCursor }, counts] = await Promise.all([
    caller.prompts.list(asked),
    caller.prompts.count({}),
  ]);
  const orgId = (await viewer())?.orgId ?? '';
  const create = (
    <LinkButton
      href={paths.newPrompt()}
      variant="primary"
      icon={<Plus aria-hidden />}
      reason={await mayNot('create', 'Prompt', { orgId, createdBy: '' })}
    >
      New prompt
    </LinkButton>
  );
  const filters = { q: asked.search, label: asked.label };
  return (
    <Page
      title="Prompts"
      description="Texts and chat templates. A version never changes; labels say which version serves."
      actions={create}
    >
      <CounterCards
        items={[
          { label: 'Prompts', value: counts.prompts },
          { label: 'Versions', value: counts.versions },
          {
            label: 'With a production version',
            value: counts.inProduction,
            href: withQuery(paths.prompts(), { label: 'production' }),
          },
        ]}
      />
      <FilterRow
        action={paths.prompts()}
        search={{ placeholder: 'Search name and description', value: asked.search }}
        filters={[{ name: 'label', label: 'Label', value: asked.label, options: labelOptions }]}
      />
      <PromptsTable rows={items} filtered={Boolean(asked.search || asked.label)} create={create} />
      <Pagination
        previous={cursor ? withQuery(paths.prompts(), filters) : null}
        next={nextCursor && withQuery(paths.prompts(), { ...filters, cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Page>
  );
}

interface PromptsTableProps {
  readonly rows: readonly Prompt[];
  readonly filtered: boolean;
  readonly create: ReactNode;
}

const PromptsTable = ({ rows, filtered, create }: PromptsTableProps) => (
  <DataTable
    caption="Prompts"
    rows={rows}
    rowKey={(row) => row.id}
    rowHref={(row) => paths.prompt(row.id)}
    empty={
      filtered ? (
        <EmptyState icon={<MessageSquareText />} title="No prompt matches">
          Change or clear the filters.
        </EmptyState>
      ) : (
        <EmptyState icon={<MessageSquareText />} title="No prompts yet" action={create}>
          Paste the text or chat template that your system sends. It gets a version and a digest.
        </EmptyState>
      )
    }
    columns={[
      { key: 'name', header: 'Name', cell: (row) => row.name },
      {
        key: 'version',
        header: 'Version',
        align: 'right',
        cell: ({ latest }) => latest?.number ?? 'none yet',
      },
      { key: 'labels', header: 'Labels', cell: (row) => <LabelChips labels={row.labels} /> },
      {
        key: 'digest',
        header: 'Digest',
        from: 'md',
        cell: ({ latest }) =>
          latest && (
            <span className="relative">
              <Digest value={latest.digest} />
            </span>
          ),
      },
      { key: 'owner', header: 'Owner', from: 'lg', cell: (row) => <PersonName id={row.ownerId} /> },
      {
        key: 'changed',
        header: 'Newest version',
        align: 'right',
        cell: ({ latest }) => latest && <Time value={latest.createdAt} style="relative" />,
      },
    ]}
  />
);
