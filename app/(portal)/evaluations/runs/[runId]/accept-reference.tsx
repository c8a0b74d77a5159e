'use client';

import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { acceptReference } from '../../actions';

interface AcceptReferenceProps {
  readonly scheduleId: string;
  readonly runId: string;
  readonly reason: string | null;
}

export const AcceptReference = ({ reason, ...run }: AcceptReferenceProps) => (
  <Dialog
    trigger={{ label: 'Accept as reference', reason }}
    title="Accept this run as the reference"
    description="Later runs are held against this one, and the alarm ends. The next run shows anew how much the model varies."
  >
    <Fields {...run} />
  </Dialog>
);

function Fields({ scheduleId, runId }: Omit<AcceptReferenceProps, 'reason'>) {
  const [state, submit] = useActionState(acceptReference, {});
  return (
    <form action={submit} aria-label="Accept as reference">
      <CloseWhen done={state.done} />
      <FormStack footer={<SubmitButton pendingText="Accepting…">Accept</SubmitButton>}>
        <FormError problem={state.problem} />
        <input type="hidden" name="scheduleId" value={scheduleId} />
        <input type="hidden" name="runId" value={runId} />
        <TextArea
          name="reason"
          label="Reason"
          required
          maxLength={500}
          rows={3}
          hint="Such as what the provider announced, and who looked at the changed answers. It stays in the trail."
          error={state.fields?.reason?.slice()}
          defaultValue={state.values?.reason}
        />
      </FormStack>
    </form>
  );
}
