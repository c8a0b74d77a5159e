'use client';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { revokeToken } from './actions';

export function RevokeButton({ tokenId, name }: { tokenId: string; name: string }) {
  const [state, submit] = useActionState(revokeToken, {});
  return (
    <form action={submit} className="flex flex-col items-end gap-1">
      <FormError problem={state.problem} />
      <input type="hidden" name="tokenId" value={tokenId} />
      <SubmitButton variant="secondary" size="sm" pendingText="…" aria-label={`Revoke ${name}`}>
        Revoke
      </SubmitButton>
      <ToastWhen done={state.done} title="API token revoked" />
    </form>
  );
}
