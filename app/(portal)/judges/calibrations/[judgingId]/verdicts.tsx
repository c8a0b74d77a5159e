import { paths, withQuery } from '@/app/_lib/paths';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { ListVerdicts, type Verdict } from '@/server/judges/schema/judgings';
import { api } from '@/server/trpc/caller';

type Asked = Record<string, string | string[] | undefined>;

/** One row per case in the order of the dataset, with the judge's reason as plain text. */
export async function Verdicts({ judgingId, asked }: { judgingId: string; asked: Asked }) {
  const given = { judgingId, limit: 50, disagreements: asked.only === 'different' ? 'true' : undefined };
  const input = ListVerdicts.catch({ judgingId, limit: 50 }).parse({ ...given, cursor: asked.cursor });
  const { items, nextCursor } = await (await api()).judges.verdicts(input);
  const only = input.disagreements ? 'different' : undefined;
  const here = (query: object) => withQuery(paths.calibration(judgingId), { only, ...query });
  return (
    <Section title="Verdicts" id="verdicts">
      <FilterRow
        action={paths.calibration(judgingId)}
        filters={[
          {
            name: 'only',
            label: 'Cases',
            value: only,
            options: [{ value: 'different', label: 'Judge and people differ' }],
          },
        ]}
      />
      <DataTable
        caption="Verdicts by case"
        rows={items}
        rowKey={(row) => String(row.ordinal)}
        empty={<EmptyState title="No case is like that">Judge and people agree everywhere.</EmptyState>}
        columns={[
          { key: 'case', header: 'Case', cell: (row) => row.caseId },
          {
            key: 'human',
            header: 'People',
            cell: (row) => row.human ?? <span className="text-faint">no label</span>,
          },
          { key: 'verdict', header: 'Judge', cell: said },
          { key: 'reason', header: 'Reason', wrap: true, cell: (row) => (row.reason ?? '').slice(0, 600) },
        ]}
      />
      <Pagination
        previous={input.cursor ? here({}) : null}
        next={nextCursor && here({ cursor: nextCursor })}
        summary={`${items.length} shown`}
      />
    </Section>
  );
}

function said({ human, verdict }: Verdict) {
  if (human === null) return <span className="text-faint">not asked</span>;
  if (verdict === null) return <Chip tone="negative">no verdict</Chip>;
  return <Chip tone={verdict === human ? 'positive' : 'warning'}>{verdict}</Chip>;
}
