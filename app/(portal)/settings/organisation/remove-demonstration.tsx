'use client';

import { Trash2 } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { closeDemonstration } from './actions';

export function RemoveDemonstration({ reason }: { reason: string | null }) {
  const [state, submit] = useActionState(closeDemonstration, {});
  return (
    <Dialog
      trigger={{ label: 'Remove', icon: <Trash2 />, variant: 'danger', reason }}
      title="Remove the demonstration organisation"
      description="Nobody can sign in to it any more and its people's addresses are forgotten. Its log is closed and kept, so that what was exported from it can still be checked."
    >
      <form action={submit} aria-label="Remove the demonstration organisation">
        <FormStack
          footer={
            <SubmitButton variant="danger" pendingText="Removing…">
              Remove it
            </SubmitButton>
          }
        >
          <FormError problem={state.problem} />
        </FormStack>
      </form>
    </Dialog>
  );
}
