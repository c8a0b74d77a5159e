'use client';

import { useActionState } from 'react';
import { Alert } from '@/app/_ui/alert';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { checkInclusion } from './actions';

/** Hashes the event again and follows its proof to the signed checkpoint. */
export function VerifyButton({ eventId }: { eventId: string }) {
  const [state, submit] = useActionState(checkInclusion, {});
  const found = state.done?.result;
  return (
    <form action={submit} aria-label="Verify this event" className="flex flex-col items-start gap-3">
      <FormError problem={state.problem} />
      <input type="hidden" name="eventId" value={eventId} />
      <SubmitButton variant="secondary" pendingText="Verifying…">
        Verify
      </SubmitButton>
      {found && (
        <Alert
          live
          tone={found.holds ? 'positive' : 'negative'}
          title={found.holds ? 'The event is in the signed log' : 'The event does not match the signed log'}
        >
          Leaf {found.index} of {found.treeSize}, root <code className="break-all">{found.root}</code>
        </Alert>
      )}
    </form>
  );
}
