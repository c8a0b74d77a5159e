'use client';

import type { FormState } from '@/app/_lib/form';
import { Select } from '@/app/_ui/select';
import { TextArea } from '@/app/_ui/text-area';
import { stageOptions } from './stages';

interface SystemFieldsProps {
  readonly state: FormState;
  readonly purpose?: string;
  readonly stage?: string;
}

/** What is said of a system when it is made and when it is edited. */
export function SystemFields({ state, purpose, stage = 'development' }: SystemFieldsProps) {
  return (
    <>
      <TextArea
        label="Purpose"
        name="purpose"
        required
        maxLength={2000}
        hint="What it decides or does, for whom, and who is affected"
        defaultValue={state.values?.purpose ?? purpose}
        error={state.fields?.purpose}
      />
      <Select
        label="Stage"
        name="stage"
        required
        options={stageOptions}
        defaultValue={state.values?.stage ?? stage}
        error={state.fields?.stage}
      />
    </>
  );
}
