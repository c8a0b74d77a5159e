'use client';

import { ClipboardCheck } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { RadioGroup } from '@/app/_ui/radio-group';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { reviewEvidence } from '../actions';

export function ReviewEvidence({ evidenceId, reason }: { evidenceId: string; reason: string | null }) {
  return (
    <Dialog
      trigger={{ label: 'Review', icon: <ClipboardCheck aria-hidden />, reason }}
      title="Review this evidence"
      description="What is rejected counts for no control, until a reviewer accepts it."
    >
      <ReviewForm evidenceId={evidenceId} />
    </Dialog>
  );
}

function ReviewForm({ evidenceId }: { evidenceId: string }) {
  const [state, submit] = useActionState(reviewEvidence, {});
  return (
    <form action={submit} aria-label="Review this evidence">
      <input type="hidden" name="evidenceId" value={evidenceId} />
      <FormStack footer={<SubmitButton pendingText="Recording…">Record review</SubmitButton>}>
        <FormError problem={state.problem} />
        <RadioGroup
          label="Decision"
          name="decision"
          required
          options={[
            { value: 'accepted', label: 'Accept' },
            { value: 'rejected', label: 'Reject' },
          ]}
          defaultValue={state.values?.decision}
          error={state.fields?.decision}
        />
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={2000}
          defaultValue={state.values?.reason}
          error={state.fields?.reason}
        />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
