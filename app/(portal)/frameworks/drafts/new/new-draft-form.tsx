'use client';

import { useActionState } from 'react';
import { ActionFields } from '@/app/_lib/action-fields';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { newDraft } from '../actions';
import { headFields } from '../head-fields';

export function NewDraftForm({ today, reason }: { today: string; reason: string | null }) {
  const [state, submit] = useActionState(newDraft, {});
  const first = { nature: 'standard', version: '1', asOf: today, status: 'in force' } as const;
  return (
    <form action={submit} aria-label="New framework">
      <FormStack
        footer={
          <SubmitButton pendingText="Saving…" reason={reason ?? undefined}>
            Begin the draft
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <TextInput
          label="Id"
          name="framework"
          mono
          required
          maxLength={60}
          hint="Lower-case letters, digits and dashes, such as house-rules; it is never changed later"
          defaultValue={state.values?.['framework'] ?? ''}
          error={state.fields?.['framework']}
        />
        <ActionFields fields={headFields(first, 'version')} state={state} />
      </FormStack>
    </form>
  );
}
