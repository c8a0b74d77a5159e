import { Gavel } from 'lucide-react';
import { startComparison } from '@/app/(portal)/judges/actions';
import { judgingTones } from '@/app/(portal)/judges/words';
import { ActionDialog } from '@/app/_lib/action-dialog';
import type { ActionField } from '@/app/_lib/action-fields';
import { interval } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { PairwiseComparison } from '@/server/judges/schema/comparisons';
import { api } from '@/server/trpc/caller';

interface PairwiseProps {
  readonly runId: string;
  readonly baseline: string;
  readonly orgId: string;
}

/** Which of the two runs a judge finds better, beside what their measures say. */
export async function Pairwise({ runId, baseline, orgId }: PairwiseProps) {
  const caller = await api();
  const [{ items }, judges, keys] = await Promise.all([
    caller.judges.comparisons({ runId, limit: 50 }),
    caller.judges.list({ kind: 'pairwise', limit: 200 }),
    caller.runs.targetKeys({}),
  ]);
  const between = items.filter(({ plan }) => [plan.runId, plan.baselineId].includes(baseline));
  const noJudge =
    judges.items.length === 0 ? 'There is no pairwise judge yet; create one under Judges' : null;
  return (
    <Section
      title="By a judge"
      description="A pairwise judge reads both answers to each case, in both orders. A contradiction is a tie."
      actions={
        <ActionDialog
          label="Ask a judge"
          icon={<Gavel aria-hidden />}
          title="Ask a pairwise judge"
          description="A is this run, B the baseline. Each case takes two calls."
          reason={(await mayNot('run', 'Judge', { orgId, createdBy: '' })) ?? noJudge}
          action={startComparison}
          hidden={{ runId, baselineId: baseline }}
          submit="Start"
          fields={fieldsOf(judges.items, keys.items)}
        />
      }
    >
      <DataTable
        caption="Pairwise comparisons of these runs"
        rows={between}
        rowKey={(row) => row.id}
        rowHref={(row) => paths.comparison(row.id)}
        empty={
          <EmptyState icon={<Gavel />} title="No judge was asked yet">
            Measures say what changed; a judge says which answers it prefers.
          </EmptyState>
        }
        columns={[
          {
            key: 'judge',
            header: 'Judge',
            truncate: true,
            cell: (row) => `${row.judgeName}@${row.judgeNumber}`,
          },
          {
            key: 'state',
            header: 'State',
            cell: (row) => <StatusChip status={row.state} tones={judgingTones} />,
          },
          { key: 'won', header: 'This run wins', align: 'right', cell: (row) => winRate(row, runId) },
          { key: 'at', header: 'Started', align: 'right', cell: (row) => <Time value={row.createdAt} /> },
        ]}
      />
    </Section>
  );
}

const turned = (share: number | null) => (share === null ? null : 1 - share);

function winRate({ result, plan }: PairwiseComparison, runId: string): string {
  if (!result) return '–';
  const { value, low, high } = result.winRate;
  return plan.runId === runId
    ? interval({ value, low, high })
    : interval({ value: turned(value), low: turned(high), high: turned(low) });
}

const fieldsOf = (
  judges: readonly { readonly id: string; readonly name: string; readonly number: number }[],
  keys: readonly string[],
): ActionField[] => [
  {
    kind: 'choice',
    name: 'judgeId',
    label: 'Judge',
    required: true,
    options: judges.map(({ id, name, number }) => ({ value: id, label: `${name}@${number}` })),
  },
  ...(keys.length === 0
    ? []
    : [
        {
          kind: 'choice' as const,
          name: 'keyRef',
          label: 'Key of the judge',
          options: keys.map((value) => ({ value, label: value })),
        },
      ]),
];
