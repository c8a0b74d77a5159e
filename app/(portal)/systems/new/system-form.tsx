'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { createSystem } from '../actions';
import { SystemFields } from '../system-fields';

export function SystemForm() {
  const [state, submit] = useActionState(createSystem, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.system(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New system">
      <FormStack footer={<SubmitButton pendingText="Creating…">Create system</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          mono
          maxLength={64}
          placeholder="triage-assistant"
          hint="Lower-case letters, digits, dots, dashes and underscores. Manifests and the gate call it so; it cannot be changed."
          defaultValue={state.values?.name}
          error={state.fields?.name}
        />
        <SystemFields state={state} />
      </FormStack>
    </form>
  );
}
