'use client';

import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { planChosen } from '../../../actions';
import { Chosen, noneChosen, type Part } from './many';

/** One owner and one day for all that are chosen. */
export function PlanMany({ systemId, people, chosen, mayPlan }: Part) {
  const [state, submit] = useActionState(planChosen, {});
  return (
    <form action={submit} aria-label="Plan the chosen controls">
      <input type="hidden" name="systemId" value={systemId} />
      <Chosen ids={chosen} />
      <FormStack
        footer={
          <SubmitButton pendingText="Saving…" reason={mayPlan ?? (chosen.length === 0 ? noneChosen : null)}>
            Set owner and due date
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <Select
          label="Who sees to them"
          name="ownerId"
          placeholder="As it is"
          options={[...people]}
          defaultValue={state.values?.ownerId}
          error={state.fields?.ownerId}
        />
        <TextInput
          label="Due"
          name="dueAt"
          type="date"
          hint="The end of the day, in UTC; left empty it stays as it is"
          defaultValue={state.values?.dueAt}
          error={state.fields?.dueAt}
        />
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={2000}
          defaultValue={state.values?.reason}
          error={state.fields?.reason}
        />
      </FormStack>
      <ToastWhen done={state.done} title="Plan saved" />
    </form>
  );
}
