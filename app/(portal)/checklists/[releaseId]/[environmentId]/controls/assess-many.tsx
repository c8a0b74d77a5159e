'use client';

import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { RadioGroup } from '@/app/_ui/radio-group';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { assessControls } from '../../../actions';
import { Chosen, noneChosen, type Part } from './many';

/** One decision about all that are chosen. */
export function AssessMany({ releaseId, environment, role, rows, chosen, mayAssess }: Part) {
  const [state, submit] = useActionState(assessControls, {});
  const isWaivable = rows.every((row) => !chosen.includes(row.controlId) || row.isWaivable);
  return (
    <form action={submit} aria-label="Assess the chosen controls">
      <input type="hidden" name="releaseId" value={releaseId} />
      <input type="hidden" name="environment" value={environment} />
      <input type="hidden" name="role" value={role} />
      <Chosen ids={chosen} />
      <FormStack
        footer={
          <SubmitButton
            pendingText="Recording…"
            reason={mayAssess ?? (chosen.length === 0 ? noneChosen : null)}
          >
            Record {chosen.length} {chosen.length === 1 ? 'assessment' : 'assessments'}
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <Decision value={state.values?.decision} isWaivable={isWaivable} />
        <TextInput
          label="Waived until"
          name="until"
          type="date"
          defaultValue={state.values?.until}
          error={state.fields?.until}
        />
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={2000}
          hint="What you looked at; it is kept with every one of them"
          defaultValue={state.values?.reason}
          error={state.fields?.reason}
        />
      </FormStack>
      <ToastWhen done={state.done} title="Assessments recorded" />
    </form>
  );
}

function Decision({ value, isWaivable }: { value: string | undefined; isWaivable: boolean }) {
  return (
    <RadioGroup
      label="Decision"
      name="decision"
      required
      layout="cards"
      defaultValue={value ?? 'met'}
      options={[
        {
          value: 'met',
          label: 'Met',
          hint: 'Satisfied, implemented or included, as each control calls it',
        },
        {
          value: 'waived',
          label: 'Waived until a day',
          hint: 'An exception that a second person signs with the release',
          reason: isWaivable ? null : 'The law allows no waiver of some of the chosen controls',
        },
      ]}
    />
  );
}
