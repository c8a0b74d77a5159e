import Link from 'next/link';
import { number, percent } from '@/app/_lib/format';
import { mayNot } from '@/app/_lib/may';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { DataTable } from '@/app/_ui/data-table';
import { Section } from '@/app/_ui/section';
import type { Run } from '@/server/evaluations/schema/runs';
import type { RunCanary } from '@/server/evaluations/schema/canary';
import { AcceptReference } from './accept-reference';

const tones = { same: 'positive', changed: 'negative', not_enough_evidence: 'warning' } as const;
const titles = {
  same: 'The model answers as it did',
  changed: 'Alarm: the model behind the target has changed',
  not_enough_evidence: 'Not enough evidence to say whether the model has changed',
} as const;
const tests = {
  mcnemar: 'exact McNemar',
  'kolmogorov-smirnov': 'Kolmogorov-Smirnov',
  wilcoxon: 'Wilcoxon',
} as const;

type Check = NonNullable<RunCanary['check']>;

/** What a run of a canary says about the model behind its target. */
export async function Canary({ run, canary }: { run: Run; canary: RunCanary }) {
  const { role, check } = canary;
  const { scheduleId } = run;
  const isReference = canary.referenceRunId === run.id;
  return (
    <Section
      title="Canary"
      description="The same questions are asked again and again to notice that a provider changed the model without saying so."
      actions={
        scheduleId !== null &&
        !isReference && (
          <AcceptReference scheduleId={scheduleId} runId={run.id} reason={await mayNot('run', 'Run', run)} />
        )
      }
    >
      {role === 'reference' && <p>This run is the reference: later runs are held against it.</p>}
      {role === 'noise' && (
        <p>
          This run shows how much the model varies by itself: <Same canary={canary} />
        </p>
      )}
      {check && <Verdict canary={canary} check={check} />}
      {check && check.tests.length > 0 && <Tests check={check} />}
    </Section>
  );
}

const Same = ({ canary: { sameShare, referenceRunId } }: { canary: RunCanary }) => (
  <>
    {sameShare === null ? 'no answer' : percent(sameShare)} is word for word that of{' '}
    <Link href={paths.run(referenceRunId)} className="text-accent underline">
      the reference
    </Link>
    .
  </>
);

const Verdict = ({ canary, check: { verdict, reasons } }: { canary: RunCanary; check: Check }) => (
  <Alert tone={tones[verdict]} title={titles[verdict]}>
    {reasons.length > 0 && (
      <ul className="list-disc pl-5">
        {reasons.map((reason) => (
          <li key={reason} className="break-words">
            {reason}
          </li>
        ))}
      </ul>
    )}
    <p>
      <Same canary={canary} />
    </p>
  </Alert>
);

const Tests = ({ check }: { check: Check }) => (
  <DataTable
    caption="Tests against the reference"
    rows={check.tests}
    rowKey={({ what, test }) => `${test} ${what}`}
    empty={null}
    columns={[
      { key: 'what', header: 'What', wrap: true, cell: ({ what }) => what },
      { key: 'test', header: 'Test', from: 'md', cell: ({ test }) => tests[test] },
      { key: 'n', header: 'n', align: 'right', cell: ({ n }) => number(n) },
      { key: 'before', header: 'Before', align: 'right', cell: ({ before }) => shown(before) },
      { key: 'now', header: 'Now', align: 'right', cell: ({ now }) => shown(now) },
      { key: 'p', header: 'Adjusted p', align: 'right', cell: ({ adjusted }) => pWords(adjusted) },
    ]}
  />
);

const shown = (value: number) => String(Number(value.toPrecision(3)));
const pWords = (p: number) => (p < 0.0001 ? '< 0.0001' : p.toPrecision(2));
