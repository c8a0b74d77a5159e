'use client';

import { useActionState, useState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { confirmAnswers } from './actions';
import { DoubtfulAnswer, type Doubtful } from './doubtful-answer';

interface ToConfirmProps {
  readonly systemId: string;
  readonly rows: readonly Doubtful[];
  readonly reason: string | null;
}

/** Answers that something made doubtful: tick those that still hold; change the others in their sections. */
export function ToConfirm({ systemId, rows, reason }: ToConfirmProps) {
  const [state, submit] = useActionState(confirmAnswers, {});
  const [chosen, choose] = useState<readonly string[]>([]);
  const still = chosen.filter((fact) => rows.some((row) => row.fact === fact));
  return (
    <form action={submit} aria-label="Answers to be confirmed" className="flex flex-col gap-4">
      <FormError problem={state.problem} />
      <input type="hidden" name="systemId" value={systemId} />
      <fieldset className="rounded-md border">
        <legend className="sr-only">Answers that still hold</legend>
        <label className="flex items-center gap-2 border-b p-3 font-medium">
          <input
            type="checkbox"
            checked={still.length === rows.length}
            onChange={(event) => choose(event.target.checked ? rows.map(({ fact }) => fact) : [])}
          />
          All {rows.length} still hold
          <span className="font-normal text-muted">{still.length} chosen</span>
        </label>
        <ul>
          {rows.map((row) => (
            <DoubtfulAnswer
              key={row.fact}
              row={row}
              isChosen={still.includes(row.fact)}
              toggle={(isOn) =>
                choose(isOn ? [...still, row.fact] : still.filter((fact) => fact !== row.fact))
              }
            />
          ))}
        </ul>
      </fieldset>
      <div className="flex max-w-2xl flex-wrap items-end gap-3">
        <div className="min-w-64 flex-1">
          <TextInput
            label="What you looked at"
            name="reason"
            required
            maxLength={2000}
            hint="Stands in the trail beside the confirmation"
            defaultValue={state.values?.reason}
            error={state.fields?.reason}
          />
        </div>
        <SubmitButton
          pendingText="Confirming…"
          reason={reason ?? (still.length === 0 ? 'Tick the answers that still hold' : null)}
        >
          {`Confirm ${still.length} ${still.length === 1 ? 'answer' : 'answers'}`}
        </SubmitButton>
      </div>
      <ToastWhen done={state.done} title="Confirmed" />
    </form>
  );
}
