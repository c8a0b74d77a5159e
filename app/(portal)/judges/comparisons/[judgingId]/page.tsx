import { count, fixed, number, percent } from '@/app/_lib/format';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { Chip } from '@/app/_ui/chip';
import { CounterCards } from '@/app/_ui/counter-cards';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Pagination } from '@/app/_ui/pagination';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { ComparisonDocument, PairwiseComparison } from '@/server/judges/schema/comparisons';
import { ListVerdicts } from '@/server/judges/schema/judgings';
import { api } from '@/server/trpc/caller';
import { JudgingControls } from '../../judging-controls';
import { WhileJudging } from '../../while-judging';
import { judgingTones, standingWords } from '../../words';

export const metadata = { title: 'Pairwise comparison' };

export default async function ComparisonPage({
  params,
  searchParams,
}: PageProps<'/judges/comparisons/[judgingId]'>) {
  const [{ judgingId }, { cursor }] = await Promise.all([params, searchParams]);
  const caller = await api();
  const one = await orNotFound(caller.judges.comparison({ judgingId }));
  const judge = await caller.judges.get({ judgeId: one.judgeId });
  return (
    <Page
      title="Pairwise comparison"
      breadcrumb={[
        { label: 'Judges', href: paths.judges() },
        { label: `${one.judgeName}@${one.judgeNumber}`, href: paths.judge(one.judgeId) },
      ]}
      status={<StatusChip status={one.state} tones={judgingTones} />}
      meta={[<PersonName key="by" id={one.createdBy} />, <Time key="at" value={one.createdAt} />]}
      description="The judge saw both answers to each case, in both orders, and no word about where they come from."
      actions={
        <>
          <HistoryDrawer entity={`judging/${judgingId}`} orgId={one.orgId} />
          <JudgingControls {...one} reason={await mayNot('run', 'Judge', one)} />
        </>
      }
    >
      {one.result ? <Result result={one.result} /> : <Unfinished one={one} />}
      {one.result?.judgesItself && (
        <Alert tone="warning" title="The judge judges answers of its own name">
          A model tends to prefer what it wrote. Ask another one, or people.
        </Alert>
      )}
      {judge.standing !== 'calibrated' && (
        <Alert tone="warning" title={`This judge: ${standingWords[judge.standing].toLowerCase()}`}>
          How well it agrees with people is not shown; read the result as a hint.
        </Alert>
      )}
      <Sides one={one} />
      {one.doneCount > 0 && (
        <Verdicts judgingId={judgingId} cursor={typeof cursor === 'string' ? cursor : undefined} />
      )}
    </Page>
  );
}

function Unfinished({ one: { state, stateReason, doneCount, caseCount } }: { one: PairwiseComparison }) {
  if (state === 'queued' || state === 'running') return <WhileJudging done={doneCount} total={caseCount} />;
  return (
    <Alert tone={state === 'failed' ? 'negative' : 'warning'} title="There is no result">
      {stateReason === 'stopped_by_person' ? 'Somebody stopped it.' : stateReason} {doneCount} of {caseCount}{' '}
      cases have a verdict.
    </Alert>
  );
}

function verdictOf({ winRate: { value, low, high } }: ComparisonDocument) {
  if (value === null || low === null || high === null)
    return { tone: 'warning', title: 'No case has a verdict' } as const;
  if (low > 0.5) return { tone: 'positive', title: 'A is better' } as const;
  if (high < 0.5) return { tone: 'negative', title: 'B is better' } as const;
  return { tone: 'warning', title: 'Not enough evidence that either is better' } as const;
}

function Result({ result }: { result: ComparisonDocument }) {
  const { winRate, wonByA, wonByB, tied, n, withoutVerdict, position } = result;
  const { tone, title } = verdictOf(result);
  const { inconsistent, firstTwice, secondTwice, p } = position;
  return (
    <>
      <Alert tone={tone} title={title}>
        A wins {percent(winRate.value)} with ties by half; 95 %: {percent(winRate.low)} to{' '}
        {percent(winRate.high)}. Equal runs would give 50 %.
      </Alert>
      <CounterCards
        items={[
          { label: 'A is better', value: number(wonByA) },
          { label: 'Tied', value: number(tied), note: `${inconsistent} by contradiction` },
          { label: 'B is better', value: number(wonByB) },
          {
            label: 'Without a verdict',
            value: number(withoutVerdict),
            note: `${count(n, 'case')} compared`,
            tone: withoutVerdict > 0 ? 'warning' : undefined,
          },
        ]}
      />
      <Section
        title="Position"
        description="What the order of the two answers did. A contradiction counts as a tie, so it moves no case to either side."
        frame="card"
      >
        <KeyValues
          layout="grid"
          items={[
            { label: 'Contradictions', value: `${inconsistent} of ${count(position.n, 'case')}` },
            { label: 'Whichever stood first won twice', value: number(firstTwice) },
            { label: 'Whichever stood second won twice', value: number(secondTwice) },
            {
              label: 'Sign test of those two',
              value: p === null ? null : signTest(p),
              none: 'nothing to test',
            },
          ]}
        />
      </Section>
    </>
  );
}

const signTest = (p: number): string =>
  `${p < 0.001 ? 'p < 0.001' : `p = ${fixed(p, 3)}`}${p < 0.05 ? ': the judge favours a position' : ''}`;

const Sides = ({ one: { plan, result, resultDigest, judgeDigest } }: { one: PairwiseComparison }) => (
  <Section title="What was compared" frame="card">
    <KeyValues
      layout="grid"
      items={[
        { label: 'A', value: <RunLink id={plan.runId} model={result?.A.model} /> },
        { label: 'B', value: <RunLink id={plan.baselineId} model={result?.B.model} /> },
        { label: 'Dataset', value: result && `${result.dataset.name}@${result.dataset.number}` },
        { label: 'Judge', value: <Digest value={judgeDigest} /> },
        { label: 'Result digest', value: resultDigest && <Digest value={resultDigest} />, none: 'no result' },
        { label: 'Model as reported', value: result?.models.join(', '), none: 'not reported' },
      ]}
    />
  </Section>
);

const RunLink = ({ id, model }: { id: string; model?: string | null }) => (
  <a href={paths.run(id)} className="text-accent hover:underline">
    {model ?? 'Recorded outputs'}
  </a>
);

async function Verdicts({ judgingId, cursor }: { judgingId: string; cursor?: string }) {
  const input = ListVerdicts.parse({ judgingId, cursor });
  const { items, nextCursor } = await (await api()).judges.verdicts(input);
  return (
    <Section title="Verdicts">
      <DataTable
        caption="Verdicts by case"
        rows={items}
        rowKey={(row) => String(row.ordinal)}
        columns={[
          { key: 'case', header: 'Case', cell: (row) => row.caseId },
          {
            key: 'verdict',
            header: 'Better',
            cell: (row) =>
              row.verdict ? <Chip>{row.verdict}</Chip> : <Chip tone="negative">no verdict</Chip>,
          },
          { key: 'reason', header: 'Reason', wrap: true, cell: (row) => (row.reason ?? '').slice(0, 800) },
        ]}
      />
      <Pagination
        previous={cursor ? paths.comparison(judgingId) : null}
        next={nextCursor && withQuery(paths.comparison(judgingId), { cursor: nextCursor })}
        summary={`${items.length} shown`}
      />
    </Section>
  );
}
