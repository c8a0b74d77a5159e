'use client';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { NewPassword } from '../../_shell/new-password';
import { accept } from './actions';

export function AcceptForm({ token, email }: { token: string; email: string }) {
  const [state, submit] = useActionState(accept, {});
  return (
    <form action={submit} aria-label="Accept the invitation">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <FormStack
        footer={
          <SubmitButton className="w-full" pendingText="Setting the password…">
            Set password and sign in
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <NewPassword error={state.fields?.password} />
      </FormStack>
    </form>
  );
}
