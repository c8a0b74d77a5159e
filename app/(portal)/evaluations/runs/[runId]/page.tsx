import { GitCompare, UserRoundCheck } from 'lucide-react';
import { Suspense } from 'react';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { judgementWords } from '@/app/_lib/judgement-words';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { CopyLink } from '@/app/_ui/copy-link';
import { Digest } from '@/app/_ui/digest';
import { LinkButton } from '@/app/_ui/link-button';
import { ExportMenu } from '@/app/_ui/export-menu';
import { Page } from '@/app/_ui/page';
import { Skeleton } from '@/app/_ui/skeleton';
import { Time } from '@/app/_ui/time';
import type { Run } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';
import { RunStatus } from '../../run-status';
import { isMoving, reasonWords } from '../../run-words';
import { Canary } from './canary';
import { CaseDetail } from './case-detail';
import { LiveProgress } from './live-progress';
import { Measures } from './measures';
import { Results } from './results';
import { RunControls } from './run-controls';
import { RunFacts } from './run-facts';

export const metadata = { title: 'Run' };

export default async function RunPage({ params, searchParams }: PageProps<'/evaluations/runs/[runId]'>) {
  const [{ runId }, asked] = await Promise.all([params, searchParams]);
  const run = await orNotFound((await api()).runs.get({ runId }));
  const exports = [
    { label: 'JSON Lines', href: paths.exportRun(runId, 'jsonl') },
    { label: 'CSV', href: paths.exportRun(runId, 'csv') },
    { label: 'JUnit XML', href: paths.exportRun(runId, 'junit') },
    { label: 'OpenTelemetry (OTLP/JSON)', href: paths.exportRun(runId, 'otlp') },
  ];
  return (
    <Page
      title={`Run of ${run.suiteName}`}
      breadcrumb={[
        { label: 'Evaluations', href: paths.evaluations() },
        { label: run.suiteName, href: paths.suite(run.suiteId) },
      ]}
      status={<RunStatus {...run} />}
      meta={[
        <span key="version">version {run.suiteNumber}</span>,
        <PersonName key="by" id={run.createdBy} />,
        <Time key="at" value={run.createdAt} />,
        run.resultDigest && <Digest key="digest" value={run.resultDigest} />,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`run/${runId}`} orgId={run.orgId} />
          <LinkButton
            href={paths.compareRun(runId)}
            icon={<GitCompare aria-hidden />}
            reason={run.state === 'finished' ? null : 'Only a finished run can be compared'}
          >
            Compare
          </LinkButton>
          <LinkButton
            href={paths.newReview({ run: runId })}
            icon={<UserRoundCheck aria-hidden />}
            reason={
              run.state === 'finished'
                ? await mayNot('create', 'Review', run)
                : 'Only the answers of a finished run can be reviewed'
            }
          >
            Review
          </LinkButton>
          <CopyLink path={seen(runId, asked)} />
          <ExportMenu formats={exports} />
          <RunControls run={run} reason={await mayNot('run', 'Run', run)} />
        </>
      }
    >
      {isMoving(run.state) && <LiveProgress initial={progressOf(run)} />}
      <Outcome run={run} />
      {run.canary && <Canary run={run} canary={run.canary} />}
      {run.summary && <Measures summary={run.summary} />}
      <RunFacts run={run} />
      <Suspense fallback={<Skeleton label="Results" lines={8} />}>
        <Results run={run} asked={asked} />
      </Suspense>
      <CaseDetail run={run} asked={asked} />
    </Page>
  );
}

/** The address of what is seen: the filter, the page of the list and the open case. */
const seen = (runId: string, asked: Readonly<Record<string, string | string[] | undefined>>) => {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name] : undefined);
  const [state, cursor, open, repeat] = ['state', 'cursor', 'case', 'repeat'].map(text);
  return withQuery(paths.run(runId), { state: state || undefined, cursor, case: open, repeat });
};

const progressOf = ({ id, state, doneCount, errorCount, caseCount, repeats, totalCost }: Run) => ({
  id,
  state,
  doneCount,
  errorCount,
  caseCount,
  repeats,
  totalCost,
});

const tones = { pass: 'positive', fail: 'negative', not_enough_evidence: 'warning' } as const;
const titles = {
  pass: 'Pass: the evidence is on the right side of every threshold',
  fail: 'Fail: the evidence is on the wrong side of a threshold',
  not_enough_evidence: 'Not enough evidence: this is not a pass',
} as const;

function Outcome({ run: { verdict, summary, state, stateReason } }: { run: Run }) {
  if (verdict && summary)
    return (
      <Alert tone={tones[verdict]} title={titles[verdict]}>
        <ul className="list-disc pl-5">
          {summary.reasons.map((reason) => (
            <li key={reason} className="break-words">
              {judgementWords(reason)}
            </li>
          ))}
        </ul>
      </Alert>
    );
  if (state !== 'stopped' && state !== 'failed') return null;
  return (
    <Alert
      tone={state === 'failed' ? 'negative' : 'warning'}
      title={state === 'failed' ? 'The run failed' : 'The run was stopped'}
    >
      {stateReason && <p className="break-words">{reasonWords(stateReason)}.</p>}
      <p>
        {stateReason === 'budget_exhausted'
          ? 'What it has is kept. A larger budget needs another run.'
          : 'What it has is kept. Resumed, it goes on with the cases that have no result.'}
      </p>
    </Alert>
  );
}
