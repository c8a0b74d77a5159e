'use client';

import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { assessControl } from '../../actions';

interface AssessFormProps {
  readonly controlId: string;
  readonly role: string;
  readonly binding: { readonly kind: string; readonly id: string };
  readonly dispositions: readonly string[];
  readonly evidence: readonly { readonly id: string; readonly label: string }[];
  readonly reason: string | null;
}

/** The owner's decision about a control, with reason and evidence. */
export function AssessForm({ controlId, role, binding, dispositions, evidence, reason }: AssessFormProps) {
  const [state, submit] = useActionState(assessControl, {});
  return (
    <form action={submit} aria-label="Assess this control">
      <input type="hidden" name="controlId" value={controlId} />
      <input type="hidden" name="role" value={role} />
      <input type="hidden" name="bindingKind" value={binding.kind} />
      <input type="hidden" name="bindingId" value={binding.id} />
      <FormStack
        footer={
          <SubmitButton pendingText="Recording…" reason={reason}>
            Record assessment
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <Select
          label="Decision"
          name="disposition"
          required
          placeholder="Choose"
          options={dispositions.map((value) => ({ value, label: words(value) }))}
          defaultValue={state.values?.disposition}
          error={state.fields?.disposition}
        />
        {dispositions.includes('waived') && (
          <TextInput
            label="Waived until"
            name="until"
            type="date"
            hint="Only of a waiver, at most 366 days ahead; a second person signs it with the release"
            defaultValue={state.values?.until}
            error={state.fields?.until}
          />
        )}
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={2000}
          hint="What you looked at, and why it is enough or not"
          defaultValue={state.values?.reason}
          error={state.fields?.reason}
        />
        {evidence.length > 0 && (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 font-medium">Evidence</legend>
            {evidence.map(({ id, label }) => (
              <label key={id} className="flex items-start gap-2">
                <input type="checkbox" name="evidenceIds[]" value={id} className="mt-0.5" />
                <span>{label}</span>
              </label>
            ))}
            {state.fields?.evidenceIds?.map((message) => (
              <p key={message} role="alert" className="text-xs text-negative">
                {message}
              </p>
            ))}
          </fieldset>
        )}
      </FormStack>
      <ToastWhen done={state.done} title="Assessment recorded" />
    </form>
  );
}
