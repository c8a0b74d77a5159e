import { number, percent } from '@/app/_lib/format';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import type { RunEstimate } from '@/server/evaluations/schema/estimate';

/** What a run of this many cases can and cannot see, before anything is spent on it. */
export const WhatItTells = ({
  estimate: { cases, smallestLosses, zeroFailureBound },
}: {
  estimate: RunEstimate;
}) => (
  <Section
    title="What this run can tell"
    description={`${number(cases)} cases. ${boundWords(zeroFailureBound)} Compared with a baseline by exact McNemar at 0.05, a loss is found with 80 % power only when it is at least this large.`}
  >
    <DataTable
      caption="Smallest net loss that a comparison finds"
      rows={smallestLosses}
      rowKey={({ changing }) => String(changing)}
      columns={[
        {
          key: 'changing',
          header: 'Cases whose result changes either way',
          cell: ({ changing }) => percent(changing, 0),
        },
        {
          key: 'loss',
          header: 'Smallest net loss found',
          align: 'right',
          cell: ({ loss }) => (loss === null ? 'none: too few cases' : `${(loss * 100).toFixed(1)} points`),
        },
      ]}
    />
  </Section>
);

const boundWords = (bound: number | null): string =>
  bound === null ? '' : `Without a single failure they show a failure rate of at most ${percent(bound, 1)}.`;
