'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { createPrompt } from '../actions';
import { ContentFields } from '../content-fields';

export function PromptForm() {
  const [state, submit] = useActionState(createPrompt, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.prompt(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New prompt">
      <FormStack footer={<SubmitButton pendingText="Creating…">Create prompt</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          mono
          maxLength={64}
          placeholder="triage"
          hint="Lower-case letters, digits, dots, dashes and underscores. Suites call it so; it cannot be changed."
          defaultValue={state.values?.name}
          error={state.fields?.name}
        />
        <TextArea
          label="Description"
          name="description"
          maxLength={2000}
          defaultValue={state.values?.description}
          error={state.fields?.description}
        />
        <ContentFields state={state} />
      </FormStack>
    </form>
  );
}
