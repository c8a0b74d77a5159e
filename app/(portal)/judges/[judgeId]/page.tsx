import { FlaskConical } from 'lucide-react';
import { interval, number } from '@/app/_lib/format';
import { HistoryDrawer } from '@/app/_lib/history-drawer';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { PersonName } from '@/app/_lib/person-name';
import { Alert } from '@/app/_ui/alert';
import { CodeBlock } from '@/app/_ui/code-block';
import { DataTable } from '@/app/_ui/data-table';
import { Digest } from '@/app/_ui/digest';
import { EmptyState } from '@/app/_ui/empty-state';
import { KeyValues } from '@/app/_ui/key-values';
import { LinkButton } from '@/app/_ui/link-button';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { StatusChip } from '@/app/_ui/status-chip';
import { Time } from '@/app/_ui/time';
import type { Judge } from '@/server/judges/schema/judges';
import type { Calibration } from '@/server/judges/schema/judgings';
import { api } from '@/server/trpc/caller';
import { judgingTones, kindWords, standingTones, standingWords } from '../words';

export const metadata = { title: 'Judge' };

export default async function JudgePage({ params }: PageProps<'/judges/[judgeId]'>) {
  const { judgeId } = await params;
  const caller = await api();
  const judge = await orNotFound(caller.judges.get({ judgeId }));
  const [{ items: calibrations }, { items: numbers }] = await Promise.all([
    caller.judges.calibrations({ judgeId, limit: 50 }),
    caller.judges.list({ name: judge.name, limit: 50 }),
  ]);
  return (
    <Page
      title={`${judge.name}@${judge.number}`}
      breadcrumb={[{ label: 'Judges', href: paths.judges() }]}
      status={
        <StatusChip status={judge.standing} tones={standingTones} label={standingWords[judge.standing]} />
      }
      meta={[
        kindWords[judge.kind],
        <PersonName key="owner" id={judge.ownerId} />,
        <Digest key="digest" value={judge.digest} />,
        <Time key="at" value={judge.createdAt} style="date" />,
      ]}
      actions={
        <>
          <HistoryDrawer entity={`judge/${judgeId}`} orgId={judge.orgId} />
          <LinkButton
            href={paths.calibrateJudge(judgeId)}
            variant="primary"
            icon={<FlaskConical aria-hidden />}
            reason={await mayNot('run', 'Judge', judge)}
          >
            Calibrate
          </LinkButton>
        </>
      }
    >
      <Standing judge={judge} />
      <Calibrations rows={calibrations} />
      <Definition judge={judge} />
      {numbers.length > 1 && <Numbers rows={numbers} current={judge.id} />}
    </Page>
  );
}

function Standing({ judge: { standing, calibration, isOutdated } }: { judge: Judge }) {
  if (isOutdated)
    return (
      <Alert tone="warning" title="The prompt of this kind of judge has changed since">
        A suite that runs now asks another judge than this one. Create it again, as its next number, and
        calibrate that.
      </Alert>
    );
  if (!calibration)
    return (
      <Alert tone="warning" title="Nobody knows yet whether it agrees with people">
        Its verdicts inform. A policy that demands calibrated judges does not let them decide a gate.
      </Alert>
    );
  const kappa = { value: calibration.kappa, low: calibration.kappaLow, high: calibration.kappaHigh };
  return (
    <Alert tone={standingTones[standing]} title={standingWords[standing]}>
      Cohen’s kappa {interval(kappa)} over {number(calibration.n)} labelled cases, until{' '}
      <Time value={calibration.expiresAt} style="date" />. The newest calibration of this digest counts, and
      it is held against the rule that policies begin with.
    </Alert>
  );
}

const Calibrations = ({ rows }: { rows: readonly Calibration[] }) => (
  <Section
    title="Calibrations"
    description="Newest first. A record belongs to this exact judge and stays as it is."
  >
    <DataTable
      caption="Calibrations of this judge"
      rows={rows}
      rowKey={(row) => row.id}
      rowHref={(row) => paths.calibration(row.id)}
      empty={
        <EmptyState icon={<FlaskConical />} title="Not calibrated yet">
          Take a dataset whose cases hold an answer and what people said about it.
        </EmptyState>
      }
      columns={[
        { key: 'at', header: 'Started', cell: (row) => <Time value={row.createdAt} /> },
        {
          key: 'state',
          header: 'State',
          cell: (row) => <StatusChip status={row.state} tones={judgingTones} />,
        },
        {
          key: 'data',
          header: 'Dataset',
          from: 'md',
          cell: (row) => (row.result ? `${row.result.dataset.name}@${row.result.dataset.number}` : '–'),
        },
        { key: 'n', header: 'Labelled', align: 'right', cell: (row) => number(row.result?.n ?? null) },
        {
          key: 'kappa',
          header: 'Kappa',
          align: 'right',
          cell: (row) => (row.result ? interval(row.result.kappa) : '–'),
        },
        {
          key: 'expires',
          header: 'Counts until',
          align: 'right',
          from: 'lg',
          cell: (row) => row.expiresAt && <Time value={row.expiresAt} style="date" />,
        },
      ]}
    />
  </Section>
);

const instructionsOf = ({ params }: Judge['body']) => String(params['rubric'] ?? params['criteria'] ?? '');

function Definition({ judge: { body, yaml, kind } }: { judge: Judge }) {
  const { judge: target, steps, lowest, highest, passFrom, against } = body.params;
  const scale =
    kind === 'g-eval' && `${String(lowest)} to ${String(highest)}, passes from ${String(passFrom)}`;
  return (
    <Section title="What it is" frame="card">
      <KeyValues
        layout="grid"
        items={[
          { label: 'Model', value: target.model },
          { label: 'Base URL', value: target.baseUrl },
          { label: 'Temperature', value: target.temperature?.toString(), none: 'not sent' },
          { label: 'Seed', value: target.seed?.toString(), none: 'not sent' },
          { label: 'Longest answer', value: target.maxTokens?.toString(), none: 'not sent' },
          { label: 'Evaluator', value: `${body.evaluator} v${body.version}` },
          ...(scale ? [{ label: 'Scale', value: scale }] : []),
          ...(kind === 'pairwise' ? [{ label: 'Other answer', value: String(against) }] : []),
        ]}
      />
      <div className="mt-4 flex flex-col gap-4">
        <CodeBlock title={kind === 'rubric' ? 'Rubric' : 'Criteria'} code={instructionsOf(body)} wrap />
        {Array.isArray(steps) && <CodeBlock title="Steps" code={steps.join('\n')} wrap />}
        <CodeBlock title="In a suite, under evaluators" code={yaml} />
      </div>
    </Section>
  );
}

const Numbers = ({ rows, current }: { rows: readonly Judge[]; current: string }) => (
  <Section title="Numbers" description="Other content under the same name, newest first.">
    <DataTable
      caption="Numbers of this judge"
      rows={rows.filter(({ id }) => id !== current)}
      rowKey={(row) => row.id}
      rowHref={(row) => paths.judge(row.id)}
      columns={[
        { key: 'name', header: 'Judge', cell: (row) => `${row.name}@${row.number}` },
        { key: 'model', header: 'Model', truncate: true, cell: (row) => row.body.params.judge.model },
        {
          key: 'standing',
          header: 'Standing',
          cell: (row) => (
            <StatusChip status={row.standing} tones={standingTones} label={standingWords[row.standing]} />
          ),
        },
        {
          key: 'at',
          header: 'Created',
          align: 'right',
          cell: (row) => <Time value={row.createdAt} style="date" />,
        },
      ]}
    />
  </Section>
);
