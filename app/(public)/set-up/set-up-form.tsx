'use client';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { NewPassword } from '../_shell/new-password';
import { setUp } from './actions';

export function SetUpForm() {
  const [state, submit] = useActionState(setUp, {});
  const { values, fields } = state;
  return (
    <form action={submit} aria-label="Set up">
      <FormStack
        footer={
          <SubmitButton className="w-full" pendingText="Setting up…">
            Create organisation
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <TextInput
          label="Organisation"
          name="organisation"
          autoComplete="organization"
          required
          defaultValue={values?.organisation}
          error={fields?.organisation}
        />
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          required
          defaultValue={values?.name}
          error={fields?.name}
        />
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={values?.email}
          error={fields?.email}
        />
        <NewPassword error={fields?.password} />
      </FormStack>
    </form>
  );
}
