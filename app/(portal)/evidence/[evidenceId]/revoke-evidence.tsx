'use client';

import { Ban } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { revokeEvidence } from '../actions';

export function RevokeEvidence({ evidenceId, reason }: { evidenceId: string; reason: string | null }) {
  return (
    <Dialog
      trigger={{ label: 'Revoke', icon: <Ban aria-hidden />, reason }}
      title="Revoke this evidence"
      description="Controls that count it open again at once. It stays visible here and in the trail."
    >
      <RevokeForm evidenceId={evidenceId} />
    </Dialog>
  );
}

function RevokeForm({ evidenceId }: { evidenceId: string }) {
  const [state, submit] = useActionState(revokeEvidence, {});
  return (
    <form action={submit} aria-label="Revoke this evidence">
      <input type="hidden" name="evidenceId" value={evidenceId} />
      <FormStack
        footer={
          <SubmitButton variant="danger" pendingText="Revoking…">
            Revoke
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
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
