'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { createEnvironment } from './actions';
import { stages } from './policy-words';

export function NewEnvironment({ reason }: { reason: string | null }) {
  return (
    <Dialog
      trigger={{ label: 'New environment', icon: <Plus />, variant: 'primary', reason }}
      title="New environment"
      description="It denies everything until it has a policy, which you write next."
    >
      <EnvironmentForm />
    </Dialog>
  );
}

function EnvironmentForm() {
  const [state, submit] = useActionState(createEnvironment, {});
  const router = useRouter();
  const made = state.done?.result.name;
  useEffect(() => {
    if (made) router.push(paths.environment(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New environment">
      <FormStack footer={<SubmitButton pendingText="Creating…">Create environment</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="environment"
          required
          mono
          autoComplete="off"
          hint="As your pipelines will call it: small letters, digits and dashes"
          pattern="[a-z][a-z0-9\-]{0,39}"
          defaultValue={state.values?.environment}
          error={state.fields?.environment}
        />
        <Select
          label="Stage"
          name="stage"
          required
          hint="Controls of the checklists ask for it"
          options={stages}
          defaultValue={state.values?.stage ?? 'staging'}
          error={state.fields?.stage}
        />
      </FormStack>
    </form>
  );
}
