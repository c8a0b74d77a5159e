import { ListChecks } from 'lucide-react';
import { number } from '@/app/_lib/format';
import { paths, withQuery } from '@/app/_lib/paths';
import { type Column, DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { Pagination } from '@/app/_ui/pagination';
import { Duration, Money } from '@/app/_ui/quantities';
import { Section } from '@/app/_ui/section';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { ListRunResults, ResultState, type Run, type RunResult } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';
import { resultTones } from '../../run-words';

type Asked = Record<string, string | string[] | undefined>;
const stateOptions = ResultState.options.map((value) => ({ value, label: words(value) }));

/** One row per case and repeat, in the order of the dataset; a row opens the case. */
export async function Results({ run, asked: { state, cursor } }: { run: Run; asked: Asked }) {
  const given = { runId: run.id, limit: 50 };
  const input = ListRunResults.catch(given).parse({ ...given, state: state || undefined, cursor });
  const { items, nextCursor } = await (await api()).runs.results(input);
  const here = (query: object) => withQuery(paths.run(run.id), { state: input.state, ...query });
  const first = typeof cursor === 'string' ? cursor : undefined;
  return (
    <Section title="Results" id="results">
      <FilterRow
        action={paths.run(run.id)}
        filters={[{ name: 'state', label: 'Result', value: input.state, options: stateOptions }]}
      />
      <DataTable
        caption="Results by case"
        rows={items}
        rowKey={(row) => `${row.ordinal}/${row.repeat}`}
        rowHref={(row) => here({ cursor: first, case: row.ordinal, repeat: row.repeat || undefined })}
        empty={
          <EmptyState icon={<ListChecks />} title={input.state ? 'No result is like that' : 'No results yet'}>
            {input.state ? 'Change or clear the filter.' : 'They appear here while the run goes on.'}
          </EmptyState>
        }
        columns={[
          {
            key: 'case',
            header: 'Case',
            cell: (row) => (run.repeats > 1 ? `${row.caseId} #${row.repeat + 1}` : row.caseId),
          },
          {
            key: 'state',
            header: 'Result',
            cell: (row) => <StatusChip status={row.state} tones={resultTones} />,
          },
          { key: 'output', header: 'Output', truncate: true, cell: said },
          {
            key: 'attempts',
            header: 'Attempts',
            align: 'right',
            from: 'lg',
            cell: (row) => number(row.attempts),
          },
          ...(run.source === 'live' || items.some(isMeasured) ? measured : []),
        ]}
      />
      <Pagination
        previous={cursor ? here({}) : null}
        next={nextCursor && here({ cursor: nextCursor })}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </Section>
  );
}

const isMeasured = ({ latencyMs, totalCost }: RunResult): boolean => latencyMs !== null || totalCost !== null;

/** Recorded outputs mostly come without them: two columns of dashes would say nothing. */
const measured: readonly Column<RunResult>[] = [
  {
    key: 'latency',
    header: 'Latency',
    align: 'right',
    from: 'md',
    cell: (row) => <Duration ms={row.latencyMs} />,
  },
  {
    key: 'cost',
    header: 'Cost',
    align: 'right',
    from: 'lg',
    cell: (row) => <Money amount={row.totalCost} />,
  },
];

/** Plain text of whatever a model sent: React escapes it. */
const said = ({ failure, output }: RunResult): string =>
  failure ? `${failure.class}: ${failure.message}` : (output ?? '').slice(0, 300);
