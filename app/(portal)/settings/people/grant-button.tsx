'use client';
import { useActionState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { approveRole, revokeRole } from './actions';

type Act = (state: FormState, data: FormData) => Promise<FormState>;
const kinds: Record<
  GrantButtonProps['kind'],
  { action: Act; label: string; done: string; variant: 'primary' | 'secondary' }
> = {
  approve: { action: approveRole, label: 'Approve', done: 'Role granted', variant: 'primary' },
  decline: { action: revokeRole, label: 'Decline', done: 'Request declined', variant: 'secondary' },
  withdraw: { action: revokeRole, label: 'Withdraw', done: 'Request withdrawn', variant: 'secondary' },
  revoke: { action: revokeRole, label: 'Revoke', done: 'Role revoked', variant: 'secondary' },
};

export interface GrantButtonProps {
  readonly kind: 'approve' | 'decline' | 'withdraw' | 'revoke';
  readonly grantId: string;
  /** What it is about, for whoever hears the button alone: "ML lead of Ada". */
  readonly about: string;
  readonly reason?: string | null;
}

export function GrantButton({ kind, grantId, about, reason }: GrantButtonProps) {
  const { action, label, done, variant } = kinds[kind];
  const [state, submit] = useActionState(action, {});
  return (
    <form action={submit} className="relative flex flex-col items-end gap-1">
      <FormError problem={state.problem} />
      <input type="hidden" name="grantId" value={grantId} />
      <SubmitButton
        variant={variant}
        size="sm"
        reason={reason}
        pendingText="…"
        aria-label={`${label}: ${about}`}
      >
        {label}
      </SubmitButton>
      <ToastWhen done={state.done} title={done} />
    </form>
  );
}
