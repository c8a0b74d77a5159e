import { ActionDialog } from '@/app/_lib/action-dialog';
import type { ActionField } from '@/app/_lib/action-fields';
import { mayNot } from '@/app/_lib/may';
import { peopleOptions } from '@/app/_lib/people';
import type { Finding } from '@/server/findings/schema/findings';
import { acceptFinding, editFinding, remediateFinding, verifyFinding } from '../actions';
import { severityOptions } from '../words';

const reasonField: ActionField = {
  kind: 'lines',
  name: 'reason',
  label: 'Reason',
  required: true,
  maxLength: 2000,
};

/** What can be done with a finding now; what its state does not allow is not offered. */
export async function FindingActions({ finding }: { finding: Finding }) {
  if (finding.state === 'closed') return null;
  const hidden = { findingId: finding.id };
  const maySettle = await mayNot('assess', 'Finding', finding);
  return (
    <>
      <ActionDialog
        label="Edit"
        title="Edit the finding"
        reason={maySettle}
        action={editFinding}
        hidden={hidden}
        submit="Save"
        fields={await editFields(finding)}
      />
      {finding.state === 'remediated' ? (
        <ActionDialog
          label="Verify"
          variant="primary"
          title="Verify the remediation"
          description="Somebody else than who remediated it says whether it holds."
          reason={maySettle}
          action={verifyFinding}
          hidden={hidden}
          submit="Save"
          fields={[outcomeField, reasonField]}
        />
      ) : (
        <>
          <ActionDialog
            label="Accept risk"
            title="Accept the risk for a time"
            description="It does not block until then, and does from then on."
            reason={maySettle}
            action={acceptFinding}
            hidden={hidden}
            submit="Accept risk"
            fields={[{ kind: 'date', name: 'until', label: 'Until', required: true }, reasonField]}
          />
          <ActionDialog
            label="Remediate"
            variant="primary"
            title="What was done about it"
            reason={await mayNot('edit', 'Finding', finding)}
            action={remediateFinding}
            hidden={hidden}
            submit="Send to verification"
            fields={[
              { kind: 'lines', name: 'remediation', label: 'Remediation', required: true, maxLength: 8000 },
            ]}
          />
        </>
      )}
    </>
  );
}

const outcomeField: ActionField = {
  kind: 'choice',
  name: 'outcome',
  label: 'Outcome',
  required: true,
  options: [
    { value: 'closed', label: 'It holds: close the finding' },
    { value: 'reopened', label: 'It does not hold: open it again' },
  ],
};

const editFields = async ({ severity, ownerId, dueAt }: Finding): Promise<ActionField[]> => [
  {
    kind: 'choice',
    name: 'severity',
    label: 'Severity',
    required: true,
    options: severityOptions,
    value: severity,
  },
  {
    kind: 'choice',
    name: 'ownerId',
    label: 'Owner',
    required: true,
    options: await peopleOptions(),
    value: ownerId,
  },
  { kind: 'date', name: 'dueAt', label: 'Due', value: dueAt?.toISOString().slice(0, 10) },
  reasonField,
];
