import { GitCompareArrows } from 'lucide-react';
import { Suspense } from 'react';
import type { z } from 'zod';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths, withQuery } from '@/app/_lib/paths';
import { utc } from '@/app/_lib/format';
import { CopyLink } from '@/app/_ui/copy-link';
import { EmptyState } from '@/app/_ui/empty-state';
import { FilterRow } from '@/app/_ui/filter-row';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Skeleton } from '@/app/_ui/skeleton';
import { words } from '@/app/_ui/status-chip';
import { CompareRuns } from '@/server/evaluations/schema/comparison';
import type { Run } from '@/server/evaluations/schema/runs';
import { api } from '@/server/trpc/caller';
import { ComparedCaseDetail } from './compared-case';
import { ComparisonView } from './comparison-view';
import { Pairwise } from './pairwise';

export const metadata = { title: 'Compare runs' };

const margins = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2].map((share) => ({
  value: String(share),
  label: `Margin ${Math.round(share * 100)} %`,
}));

export default async function CompareRunsPage({
  params,
  searchParams,
}: PageProps<'/evaluations/runs/[runId]/compare'>) {
  const [{ runId }, asked] = await Promise.all([params, searchParams]);
  const caller = await api();
  const run = await orNotFound(caller.runs.get({ runId }));
  const given = { suiteId: run.suiteId, state: 'finished', limit: 50 } as const;
  const others = (await caller.runs.list(given)).items.filter(({ id }) => id !== runId);
  const wanted = CompareRuns.safeParse({
    runId,
    baseline:
      text(asked['baseline']) ?? others.find((one) => one.createdAt < run.createdAt)?.id ?? others[0]?.id,
    margin: text(asked['margin']),
    noNewFailures: text(asked['strict']),
  });
  return (
    <Page
      title={`Compare runs of ${run.suiteName}`}
      breadcrumb={[
        { label: 'Evaluations', href: paths.evaluations() },
        { label: run.suiteName, href: paths.suite(run.suiteId) },
        { label: 'Run', href: paths.run(runId) },
      ]}
      description="The same cases under two runs. A difference counts only when its interval and its corrected p value say so."
      actions={
        <>
          {wanted.success && <CopyLink path={seen(asked, wanted.data)} />}
          <LinkButton href={paths.newRun(run.suiteId)} reason={await mayNot('create', 'Run', run)}>
            New run
          </LinkButton>
        </>
      }
    >
      {wanted.success && run.state === 'finished' ? (
        <>
          <FilterRow
            action={paths.compareRun(runId)}
            filters={[
              {
                name: 'baseline',
                label: 'Baseline',
                value: wanted.data.baseline,
                options: others.map(asOption),
              },
              { name: 'margin', label: 'Margin', value: String(wanted.data.margin), options: margins },
              {
                name: 'strict',
                label: 'New failures',
                value: wanted.data.noNewFailures ? 'true' : undefined,
                options: [{ value: 'true', label: 'Any newly failing case fails' }],
              },
            ]}
          />
          <Suspense key={JSON.stringify(wanted.data)} fallback={<Skeleton label="Comparison" lines={10} />}>
            <ComparisonView asked={wanted.data} cursor={text(asked['cursor'])} />
          </Suspense>
          <Pairwise runId={runId} baseline={wanted.data.baseline} orgId={run.orgId} />
          <ComparedCaseDetail asked={wanted.data} ordinal={text(asked['case'])} back={backOf(asked, runId)} />
        </>
      ) : (
        <EmptyState
          framed
          icon={<GitCompareArrows />}
          title={
            run.state === 'finished' ? 'No other finished run of this suite' : 'The run has not finished'
          }
        >
          Two finished runs are needed: this one and the baseline it is held against.
        </EmptyState>
      )}
    </Page>
  );
}

type Asked = Record<string, string | string[] | undefined>;
const text = (value: string | string[] | undefined) =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The address of what is seen; a baseline that was chosen for the reader is named too, because that choice changes. */
const seen = (asked: Asked, { runId, baseline, margin }: z.output<typeof CompareRuns>) =>
  withQuery(paths.compareRun(runId), {
    baseline,
    margin: String(margin),
    strict: text(asked['strict']),
    cursor: text(asked['cursor']),
    case: text(asked['case']),
  });

const backOf = (asked: Asked, runId: string) =>
  withQuery(paths.compareRun(runId), {
    baseline: text(asked['baseline']),
    margin: text(asked['margin']),
    strict: text(asked['strict']),
    cursor: text(asked['cursor']),
  });

const asOption = ({ id, createdAt, suiteNumber, verdict, target }: Run) => ({
  value: id,
  label: `${utc(createdAt.toISOString())} · version ${suiteNumber} · ${target?.model || 'recorded'}${verdict ? ` · ${words(verdict)}` : ''}`,
});
