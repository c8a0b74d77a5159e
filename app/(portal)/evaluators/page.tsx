import { Ruler } from 'lucide-react';
import { paths, withQuery } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { evaluatorGroups, ListEvaluators } from '@/server/evaluations/schema/evaluators';
import { api } from '@/server/trpc/caller';
import { groupWords, needsWords, rangeWords } from './evaluator-words';

export const metadata = { title: 'Evaluators' };

const groups = evaluatorGroups.map((value) => ({ value, label: groupWords[value] ?? value }));

export default async function EvaluatorsPage({ searchParams }: PageProps<'/evaluators'>) {
  const { q, group } = await searchParams;
  const asked = ListEvaluators.catch({}).parse({ search: q || undefined, group: group || undefined });
  const { evaluators, total } = await (await api()).evaluators.list(asked);
  const here = withQuery(paths.evaluators(), { q: asked.search, group: asked.group });
  return (
    <Page
      title="Evaluators"
      description="What a suite can measure. Each has a version, a formula, a range and a source; the same answer, parameters and version always give the same number."
      actions={<LinkButton href={paths.newSuite()}>New suite</LinkButton>}
    >
      <FilterRow
        action={paths.evaluators()}
        search={{ placeholder: 'Search name, formula or source', value: asked.search }}
        filters={[{ name: 'group', label: 'Group', value: asked.group, options: groups }]}
      />
      <p className="text-muted" aria-live="polite">
        {evaluators.length} of {total} evaluators
      </p>
      <DataTable
        caption="Evaluators"
        rows={evaluators}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.evaluator(id)}
        empty={
          <EmptyState
            icon={<Ruler />}
            title="No evaluator is like that"
            action={<LinkButton href={paths.evaluators()}>Show all</LinkButton>}
          >
            Nothing fits {here === paths.evaluators() ? 'yet' : 'the search'}.
          </EmptyState>
        }
        columns={[
          {
            key: 'id',
            header: 'Evaluator',
            width: '14rem',
            cell: ({ id }) => <code className="text-xs">{id}</code>,
          },
          { key: 'summary', header: 'What it says', wrap: true, cell: ({ summary }) => summary },
          { key: 'formula', header: 'Formula', wrap: true, from: 'lg', cell: ({ formula }) => formula },
          {
            key: 'range',
            header: 'Range, and what it needs',
            wrap: true,
            from: 'md',
            width: '16rem',
            cell: (row) => (
              <>
                <span className="block">{rangeWords(row)}</span>
                <span className="block text-xs text-muted">{needsWords(row)}</span>
              </>
            ),
          },
        ]}
      />
    </Page>
  );
}
