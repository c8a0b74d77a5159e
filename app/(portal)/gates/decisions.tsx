import { ShieldCheck } from 'lucide-react';
import { paths, withQuery } from '@/app/_lib/paths';
import { decisionTones } from '@/app/_lib/tones';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { Pagination } from '@/app/_ui/pagination';
import { StatusChip, words } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import { ListDecisions } from '@/server/gates/schema/inputs';
import { api, type Api } from '@/server/trpc/caller';

type Decision = Awaited<ReturnType<Api['gates']['decisions']>>['items'][number];
const verdicts = Object.keys(decisionTones).map((value) => ({ value, label: words(value) }));

/** What the gate was asked and answered, newest first. */
export async function Decisions({
  asked,
  environments,
}: {
  asked: Record<string, string | string[] | undefined>;
  environments: readonly string[];
}) {
  const { environment, decision, cursor } = asked;
  const input = ListDecisions.catch({ limit: 50 }).parse({
    environment: environment || undefined,
    decision: decision || undefined,
    cursor,
  });
  const { items, nextCursor } = await (await api()).gates.decisions(input);
  const here = (page?: string) =>
    withQuery(paths.gates(), {
      tab: 'decisions',
      environment: input.environment,
      decision: input.decision,
      cursor: page,
    });
  return (
    <>
      <FilterRow
        action={paths.gates()}
        keep={{ tab: 'decisions' }}
        filters={[
          {
            name: 'environment',
            label: 'Environment',
            value: input.environment,
            options: environments.map((value) => ({ value, label: value })),
          },
          { name: 'decision', label: 'Decision', value: input.decision, options: verdicts },
        ]}
      />
      <DecisionTable rows={items} />
      <Pagination
        previous={input.cursor ? here() : null}
        next={nextCursor && here(nextCursor)}
        summary={items.length > 0 && `${items.length} shown`}
      />
    </>
  );
}

export function DecisionTable({ rows, bare }: { rows: readonly Decision[]; bare?: boolean }) {
  return (
    <DataTable
      bare={bare}
      caption="Gate decisions"
      rows={rows}
      rowKey={(row) => row.id}
      rowHref={(row) => paths.decision(row.id)}
      empty={
        <EmptyState icon={<ShieldCheck />} title="The gate was not asked yet">
          Each answer appears here with its reasons and its signature.
        </EmptyState>
      }
      columns={[
        {
          key: 'decision',
          header: 'Decision',
          cell: (row) => <StatusChip status={row.decision} tones={decisionTones} />,
        },
        { key: 'environment', header: 'Environment', cell: (row) => row.environment },
        {
          key: 'digest',
          header: 'Release digest',
          from: 'md',
          cell: (row) =>
            row.releaseDigest ? (
              <span className="relative">
                <Digest value={row.releaseDigest} />
              </span>
            ) : (
              'unknown'
            ),
        },
        {
          key: 'reasons',
          header: 'Reasons',
          truncate: true,
          cell: (row) => [...new Set(row.reasons.map(({ code }) => code))].join(', ') || 'none',
        },
        {
          key: 'at',
          header: 'Asked',
          align: 'right',
          cell: (row) => <Time value={row.evaluatedAt.toISOString()} style="relative" />,
        },
      ]}
    />
  );
}
