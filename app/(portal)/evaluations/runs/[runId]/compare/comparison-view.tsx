import { ListChecks } from 'lucide-react';
import type { z } from 'zod';
import { number } from '@/app/_lib/format';
import { paths, withQuery } from '@/app/_lib/paths';
import { verdictTones } from '@/app/_lib/tones';
import { Alert } from '@/app/_ui/alert';
import { IntervalDots } from '@/app/_ui/charts/interval-dots';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { EmptyState } from '@/app/_ui/empty-state';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import type { CaseChange, CompareRuns, RunComparison } from '@/server/evaluations/schema/comparison';
import { api } from '@/server/trpc/caller';
import { significant } from '../../../run-words';
import { ComparedMeasures } from './compared-measures';
import { changeTones } from './change-tones';

type Asked = z.output<typeof CompareRuns>;

const titles = {
  pass: 'Pass: no measure lost more than the margin',
  fail: 'Fail: the run is worse than the baseline',
  not_enough_evidence: 'Not enough evidence: this is not a pass',
} as const;

/** What the comparison says, and the cases that got worse. */
export async function ComparisonView({ asked, cursor }: { asked: Asked; cursor: string | undefined }) {
  const caller = await api();
  const compared = await caller.runs.comparison(asked);
  const { runId, baseline } = asked;
  const regressions = await caller.runs.regressions({ runId, baseline, limit: 50, cursor });
  const { verdict, reasons, measures } = compared;
  return (
    <>
      <Alert tone={verdictTones[verdict]} title={titles[verdict]}>
        <ul className="list-disc pl-5">
          {reasons.map((reason) => (
            <li key={reason} className="break-words">
              {reason}
            </li>
          ))}
        </ul>
      </Alert>
      <Counters compared={compared} />
      <Section
        title="Differences"
        description="Candidate minus baseline with 95 % intervals. p is corrected over all measures after Holm; Benjamini-Hochberg stands beside it."
      >
        <IntervalDots
          title="Differences of rates and scores"
          rows={measures
            .filter(({ unit, difference }) => (unit === 'share' || unit === 'score') && difference !== null)
            .map(({ name, difference, low, high, n, change }) => ({
              ...{ label: name, value: difference, low, high, n, tone: changeTones[change] },
            }))}
          threshold={{ value: 0, label: 'no difference' }}
          format={significant}
        />
        <ComparedMeasures measures={measures} />
      </Section>
      <Section
        title="Cases that got worse"
        id="regressions"
        description={`${number(compared.regressed)} of ${number(compared.cases.total)} cases. A row opens both answers.`}
      >
        <Regressions rows={regressions.items} asked={asked} cursor={cursor} />
        <Pagination
          previous={cursor ? hereOf(asked, {}) : null}
          next={regressions.nextCursor && hereOf(asked, { cursor: regressions.nextCursor })}
          summary={`${regressions.items.length} shown`}
        />
      </Section>
    </>
  );
}

const hereOf = ({ runId, baseline, margin, noNewFailures }: Asked, more: object) =>
  withQuery(paths.compareRun(runId), {
    ...{ baseline, margin, strict: noNewFailures ? 'true' : undefined },
    ...more,
  });

type Counted = Pick<RunComparison, 'cases' | 'regressed'>;

function Counters({ compared: { cases, regressed } }: { compared: Counted }) {
  const { missing, duplicate, errored, inconclusive } = cases;
  const both = ({ candidate, baseline }: typeof missing) => candidate + baseline;
  const bad = (value: number) => ({ value, tone: value > 0 ? ('warning' as const) : undefined });
  return (
    <CounterCards
      label="Cases"
      items={[
        { label: 'Paired', value: cases.paired, note: `of ${number(cases.total)} cases` },
        { label: 'Got worse', value: regressed, tone: regressed > 0 ? 'negative' : undefined },
        { label: 'Missing', ...bad(both(missing)), note: sides(missing) },
        { label: 'Errors', ...bad(both(errored) + both(duplicate)), note: sides(errored) },
        { label: 'Not judged', ...bad(inconclusive) },
      ]}
    />
  );
}

const sides = ({ candidate, baseline }: RunComparison['cases']['missing']) =>
  `candidate ${candidate}, baseline ${baseline}`;

interface RegressionsProps {
  readonly rows: readonly CaseChange[];
  readonly asked: Asked;
  readonly cursor: string | undefined;
}

const Regressions = ({ rows, asked, cursor }: RegressionsProps) => (
  <DataTable
    caption="Cases that got worse"
    rows={rows}
    rowKey={(row) => String(row.ordinal)}
    rowHref={(row) => hereOf(asked, { cursor, case: row.ordinal })}
    empty={
      <EmptyState icon={<ListChecks />} title="No case got worse">
        Every case that both runs judged is at least as good as in the baseline.
      </EmptyState>
    }
    columns={[
      { key: 'case', header: 'Case', cell: (row) => row.caseId },
      { key: 'worse', header: 'Worse', truncate: true, cell: (row) => changesOf(row, true) },
      { key: 'better', header: 'Better', from: 'md', cell: (row) => changesOf(row, false) },
    ]}
  />
);

const changesOf = ({ measures }: CaseChange, worse: boolean): string =>
  measures
    .filter((one) => one.worse === worse)
    .map(({ name, baseline, candidate }) => `${name} ${significant(baseline)} → ${significant(candidate)}`)
    .join(', ');
