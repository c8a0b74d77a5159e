'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { createModel } from '../actions';
import { ModelFacts } from '../model-facts';

export function ModelForm() {
  const [state, submit] = useActionState(createModel, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.newModelVersion(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="Register model">
      <FormStack footer={<SubmitButton pendingText="Registering…">Register model</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          mono
          maxLength={64}
          placeholder="triage-classifier"
          hint="Lower-case letters, digits, dots, dashes and underscores. Manifests call it so; it cannot be changed."
          defaultValue={state.values?.name}
          error={state.fields?.name}
        />
        <ModelFacts state={state} />
      </FormStack>
    </form>
  );
}
