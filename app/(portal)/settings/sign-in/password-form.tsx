'use client';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { changePassword } from './actions';

export function PasswordForm({ email }: { email: string }) {
  const [state, submit] = useActionState(changePassword, {});
  return (
    <form action={submit} aria-label="Change password">
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <FormStack footer={<SubmitButton pendingText="Changing…">Change password</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Current password"
          name="current"
          type="password"
          autoComplete="current-password"
          required
          maxLength={128}
          error={state.fields?.current}
        />
        <TextInput
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={128}
          hint="At least 12 characters."
          error={state.fields?.password}
        />
      </FormStack>
      <ToastWhen done={state.done} title="Password changed" />
    </form>
  );
}
