'use client';

import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { withdrawSignoff } from '../releases/actions';

/** Takes back a signature of one's own. */
export function WithdrawSignoff({ event, about }: { event: string; about: string }) {
  const [state, submit] = useActionState(withdrawSignoff, {});
  return (
    <Dialog
      trigger={{ label: 'Withdraw', size: 'sm' }}
      title={`Withdraw your signature on ${about}`}
      description="From now on it no longer counts at the gate. It stays in the record with your reason."
    >
      <form action={submit} aria-label="Withdraw your signature">
        <FormStack footer={<SubmitButton pendingText="Withdrawing…">Withdraw signature</SubmitButton>}>
          <FormError problem={state.problem} />
          <input type="hidden" name="signoffEvent" value={event} />
          <TextArea
            label="Reason"
            name="reason"
            required
            defaultValue={state.values?.reason}
            error={state.fields?.reason}
          />
        </FormStack>
        <CloseWhen done={state.done?.at} />
      </form>
    </Dialog>
  );
}
