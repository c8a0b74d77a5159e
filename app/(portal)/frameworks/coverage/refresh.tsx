'use client';

import { useActionState } from 'react';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { refreshCoverage } from './actions';

/** Asks for a new look at all systems. */
export function Refresh({ reason }: { reason: string | null }) {
  const [state, submit] = useActionState(refreshCoverage, {});
  return (
    <form action={submit} aria-label="Look at all systems now">
      <SubmitButton variant="secondary" pendingText="Asking…" reason={reason}>
        Look again now
      </SubmitButton>
      <ToastWhen done={state.done} title="All systems are looked at; reload in a moment" />
    </form>
  );
}
