'use client';

import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { scanDataset } from './actions';

export function ScanButton({ versionId, reason }: { versionId: string; reason: string | null }) {
  const [state, submit] = useActionState(scanDataset, {});
  return (
    <form action={submit} aria-label="Scan this version">
      <FormError problem={state.problem} />
      <input type="hidden" name="versionId" value={versionId} />
      <SubmitButton variant="secondary" pendingText="Asking…" reason={reason}>
        Scan
      </SubmitButton>
      <ToastWhen done={state.done} title="The scan runs; reload to see what it found" />
    </form>
  );
}
