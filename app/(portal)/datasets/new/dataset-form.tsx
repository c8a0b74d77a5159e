'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { RadioGroup } from '@/app/_ui/radio-group';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { createDataset } from '../actions';
import { DatasetFacts } from '../dataset-facts';
import { kindOptions } from '../words';

export function DatasetForm() {
  const [state, submit] = useActionState(createDataset, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.newDatasetVersion(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New dataset">
      <FormStack footer={<SubmitButton pendingText="Creating…">Create dataset</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          mono
          maxLength={64}
          placeholder="triage-cases"
          hint="Lower-case letters, digits, dots, dashes and underscores. Suites call it so; it cannot be changed."
          defaultValue={state.values?.name}
          error={state.fields?.name}
        />
        <RadioGroup
          label="What a row is"
          name="kind"
          required
          layout="cards"
          options={kindOptions}
          defaultValue={state.values?.kind ?? 'cases'}
          error={state.fields?.kind}
        />
        <DatasetFacts state={state} />
      </FormStack>
    </form>
  );
}
