import { Chip } from '@/app/_ui/chip';
import { DataTable } from '@/app/_ui/data-table';
import { words } from '@/app/_ui/status-chip';
import type { RunCase } from '@/server/evaluations/schema/runs';
import { significant } from '../../run-words';

type Outcome = RunCase['measures'][string];
type Entry = readonly [string, Outcome];

/** What each evaluator said about this answer. */
export const CaseMeasures = ({ measures }: Pick<RunCase, 'measures'>) =>
  Object.keys(measures).length > 0 && (
    <DataTable
      caption="Measures of this case"
      rows={Object.entries(measures)}
      rowKey={([name]) => name}
      columns={[
        { key: 'name', header: 'Measure', cell: ([name]) => name },
        { key: 'result', header: 'Result', cell: ([, outcome]) => <Score outcome={outcome} /> },
        ...(Object.values(measures).some(whyOf)
          ? [{ key: 'why', header: 'Why', wrap: true, cell: ([, outcome]: Entry) => whyOf(outcome) ?? '–' }]
          : []),
      ]}
    />
  );

function Score({ outcome }: { outcome: Outcome }) {
  if (outcome.state !== 'scored') return <Chip tone="warning">{words(outcome.state)}</Chip>;
  if (outcome.pass === undefined) return significant(outcome.value);
  return (
    <Chip dot tone={outcome.pass ? 'positive' : 'negative'}>
      {outcome.pass ? 'Pass' : 'Fail'}
    </Chip>
  );
}

const whyOf = (outcome: Outcome) => (outcome.state === 'scored' ? outcome.detail : outcome.reason);
