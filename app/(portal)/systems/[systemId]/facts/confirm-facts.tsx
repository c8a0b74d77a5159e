'use client';

import { BadgeCheck } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { confirmFacts } from './actions';

export function ConfirmFacts({ systemId, reason }: { systemId: string; reason: string | null }) {
  return (
    <Dialog
      trigger={{ label: 'Confirm answers', icon: <BadgeCheck aria-hidden />, reason }}
      title="Confirm that the answers still hold"
      description="With them you confirm the AI Act class and the HIPAA status that follow. Any later answer asks for it again."
    >
      <ConfirmForm systemId={systemId} />
    </Dialog>
  );
}

function ConfirmForm({ systemId }: { systemId: string }) {
  const [state, submit] = useActionState(confirmFacts, {});
  return (
    <form action={submit} aria-label="Confirm the answers">
      <input type="hidden" name="systemId" value={systemId} />
      <FormStack footer={<SubmitButton pendingText="Recording…">Confirm</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextArea
          label="What you looked at"
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
