'use client';

import type { FormState } from '@/app/_lib/form';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';

interface ModelFactsProps {
  readonly state: FormState;
  readonly intendedUse?: string;
  readonly licence?: string;
}

/** What is said of a model when it is registered and when it is edited. */
export function ModelFacts({ state, intendedUse, licence }: ModelFactsProps) {
  return (
    <>
      <TextArea
        label="Intended use"
        name="intendedUse"
        maxLength={2000}
        hint="What it was made for, and what it must not be used for"
        defaultValue={state.values?.intendedUse ?? intendedUse}
        error={state.fields?.intendedUse}
      />
      <TextInput
        label="Licence"
        name="licence"
        maxLength={200}
        placeholder="Apache-2.0"
        defaultValue={state.values?.licence ?? licence}
        error={state.fields?.licence}
      />
    </>
  );
}
