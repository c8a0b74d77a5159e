import type { ActionField } from '@/app/_lib/action-fields';
import { ActionPageForm } from '@/app/_lib/action-page-form';
import { mayNot } from '@/app/_lib/may';
import { orNotFound } from '@/app/_lib/or-not-found';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Page } from '@/app/_ui/page';
import { api } from '@/server/trpc/caller';
import { startCalibration } from '../../actions';
import { labelsOf } from '../../words';

export const metadata = { title: 'Calibrate' };

export default async function CalibratePage({ params }: PageProps<'/judges/[judgeId]/calibrate'>) {
  const { judgeId } = await params;
  const caller = await api();
  const judge = await orNotFound(caller.judges.get({ judgeId }));
  const reason = await mayNot('run', 'Judge', judge);
  const [{ items }, keys] = await Promise.all([
    caller.datasets.list({ kind: 'cases', limit: 200 }),
    caller.runs.targetKeys({}),
  ]);
  const datasets = items.flatMap(({ name, latest }) =>
    latest ? [{ value: latest.id, label: `${name}@${latest.number} (${latest.rowCount} cases)` }] : [],
  );
  return (
    <Page
      title="Calibrate"
      breadcrumb={[
        { label: 'Judges', href: paths.judges() },
        { label: `${judge.name}@${judge.number}`, href: paths.judge(judgeId) },
      ]}
      description="The judge is asked about answers that people have labelled. It never sees what they said."
    >
      <Alert tone="info" title="What a gate asks for by default">
        200 labelled cases, 30 % or more of each label, a lower bound of Cohen’s kappa of 0.6, and 80 % of the
        failures found. Fewer cases give a wide interval, whatever the judge is worth.
      </Alert>
      {reason ? (
        <Alert tone="warning" title="You may not calibrate a judge">
          {reason}
        </Alert>
      ) : (
        <ActionPageForm
          title="Calibrate"
          action={startCalibration}
          submit="Start"
          under={paths.calibrations()}
          hidden={{ judgeId }}
          fields={[
            {
              kind: 'choice',
              name: 'datasetVersionId',
              label: 'Labelled dataset',
              required: true,
              options: datasets,
            },
            placeField('answer', 'Where the answer stands', 'metadata.answer'),
            placeField('label', 'Where the people’s label stands', 'metadata.label'),
            ...labelsOf[judge.kind].map(wordsField),
            policyField,
            { kind: 'number', name: 'ttlDays', label: 'Counts for, in days', value: '180', required: true },
            ...keyFields(keys.items),
          ]}
        />
      )}
    </Page>
  );
}

const placeField = (name: string, label: string, value: string): ActionField => ({
  kind: 'line',
  name,
  label,
  hint: 'In a case: expected, metadata.NAME, …',
  value,
  required: true,
  maxLength: 1000,
});
const wordsField = (label: string): ActionField => ({
  kind: 'line',
  name: `words.${label}`,
  label: `What people wrote for "${label}"`,
  hint: `With commas; empty = they wrote ${label} itself`,
  maxLength: 2000,
});
const policyField: ActionField = {
  kind: 'lines',
  name: 'labelPolicy',
  label: 'What people were told to judge by',
  hint: 'Kept with the record: another policy gives other labels, and another kappa',
  maxLength: 20_000,
};
const keyFields = (keys: readonly string[]): ActionField[] =>
  keys.length === 0
    ? []
    : [
        {
          kind: 'choice',
          name: 'keyRef',
          label: 'Key of the judge',
          hint: 'A variable of the server’s environment. The key goes to its own host only.',
          options: keys.map((value) => ({ value, label: value })),
        },
      ];
