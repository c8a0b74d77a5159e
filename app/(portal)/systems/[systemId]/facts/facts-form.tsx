'use client';

import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { saveFacts } from './actions';
import { type AskedQuestion, QuestionField } from './question-field';

interface FactsFormProps {
  readonly systemId: string;
  readonly title: string;
  readonly questions: readonly AskedQuestion[];
  readonly reason: string | null;
}

/** One section of the questionnaire; it saves by itself. */
export function FactsForm({ systemId, title, questions, reason }: FactsFormProps) {
  const [state, submit] = useActionState(saveFacts, {});
  // React empties a form after its action; the key shows what was saved.
  const saved = JSON.stringify(questions.map(({ answer }) => answer));
  return (
    <form action={submit} aria-label={title} className="flex flex-col gap-4">
      <FormError problem={state.problem} />
      <input type="hidden" name="systemId" value={systemId} />
      <div key={saved} className="flex flex-col gap-4">
        {questions.map((asked) => (
          <QuestionField key={asked.id} asked={asked} />
        ))}
      </div>
      <div className="flex max-w-2xl flex-wrap items-start gap-3">
        <div className="min-w-64 flex-1">
          <TextInput
            label="Where the answers come from"
            name="reason"
            required
            maxLength={2000}
            hint="Stands in the trail beside the change"
            defaultValue={state.values?.reason ?? 'Answered in the questionnaire'}
            error={state.fields?.reason}
          />
        </div>
        <div className="sm:pt-6">
          <SubmitButton pendingText="Saving…" reason={reason}>
            Save this section
          </SubmitButton>
        </div>
      </div>
      <ToastWhen done={state.done} title={`Saved: ${title}`} />
    </form>
  );
}
