import { number } from '@/app/_lib/format';
import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { Money } from '@/app/_ui/quantities';
import type { Run, RunResult } from '@/server/evaluations/schema/runs';

interface ModelNameProps {
  readonly asked: string | null;
  readonly name: string;
  readonly isOther: boolean;
}

/** A model's own name, marked when it is not the one that was asked for. */
export const ModelName = ({ asked, name, isOther }: ModelNameProps) => (
  <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 gap-y-1">
    <span className="break-all">{name}</span>
    {isOther && (
      <Chip tone="warning" title={`Asked was ${asked}`}>
        not {asked}
      </Chip>
    )}
  </span>
);

/** What judges and scorers of a run cost, with how many calls that was. */
export function JudgeCost({ run }: { run: Run }) {
  const { judgeCost, judgeCalls, unpricedJudgeCalls } = run;
  return (
    <>
      <Money amount={judgeCost} />{' '}
      <span className="text-muted">
        for {number(judgeCalls)} {judgeCalls === 1 ? 'call' : 'calls'}
        {unpricedJudgeCalls > 0 && `, ${number(unpricedJudgeCalls)} without a price`}
      </span>
    </>
  );
}

/** Who judged, measure by measure; known when the run has finished. */
export const JudgedBy = ({ run: { summary } }: { run: Run }) =>
  summary?.judges && summary.judges.models.length > 0 ? (
    <DataTable
      caption="Who judged"
      rows={summary.judges.models}
      rowKey={({ measure, name }) => `${measure} ${name}`}
      columns={[
        { key: 'measure', header: 'Judged', cell: ({ measure }) => measure },
        {
          key: 'name',
          header: 'By, as it says itself',
          wrap: true,
          cell: ({ asked, name, isOther }) => <ModelName asked={asked} name={name} isOther={isOther} />,
        },
        { key: 'results', header: 'Results', align: 'right', cell: ({ results }) => number(results) },
      ]}
    />
  ) : null;

type Judgings = NonNullable<RunResult['judging']>;

/** What each judge and scorer of one case took. */
export const JudgingTable = ({ judging }: { judging: Judgings }) => (
  <DataTable
    caption="Judges and scorers of this case"
    rows={Object.entries(judging).map(([measure, one]) => ({ measure, ...one }))}
    rowKey={({ measure }) => measure}
    columns={[
      { key: 'measure', header: 'Judged', cell: ({ measure }) => measure },
      {
        key: 'models',
        header: 'By, as it says itself',
        wrap: true,
        cell: ({ asked, models, others }) =>
          models.length === 0
            ? 'not said'
            : models.map((name) => (
                <ModelName key={name} asked={asked} name={name} isOther={others.includes(name)} />
              )),
      },
      { key: 'calls', header: 'Calls', align: 'right', cell: ({ calls }) => number(calls) },
      {
        key: 'tokens',
        header: 'Tokens in, out',
        align: 'right',
        cell: ({ inputTokens, outputTokens }) => `${number(inputTokens)}, ${number(outputTokens)}`,
      },
      { key: 'cost', header: 'Cost', align: 'right', cell: ({ cost }) => <Money amount={cost} /> },
    ]}
  />
);
