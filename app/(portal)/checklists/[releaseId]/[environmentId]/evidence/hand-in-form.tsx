'use client';

import { startTransition, useActionState } from 'react';
import { EmptyState } from '@/app/_ui/empty-state';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { handIn } from '../../../actions';
import { WantedFields, type WantedRow } from './wanted-fields';

interface HandInFormProps {
  readonly rows: readonly WantedRow[];
  readonly reason: string | null;
}

/** Many items in one form: what somebody begins to fill in is handed in, the rest waits. */
export function HandInForm({ rows, reason }: HandInFormProps) {
  const [state, submit] = useActionState(handIn, {});
  return (
    <form
      aria-label="Hand in evidence"
      // A form action would empty every row when one is refused.
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        startTransition(() => submit(data));
      }}
    >
      <FormStack
        footer={
          <SubmitButton
            pendingText="Handing in…"
            reason={reason ?? (rows.length === 0 ? 'Nothing is left to hand in' : null)}
          >
            Hand in what is filled in
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        {rows.length === 0 && (
          <EmptyState title="Nothing is left to hand in">
            What is still open waits for checks, for an assessment or for signatures.
          </EmptyState>
        )}
        <ul className="flex flex-col gap-4">
          {rows.map((row, index) => (
            <li key={row.key}>
              <WantedFields row={row} at={index} />
            </li>
          ))}
        </ul>
      </FormStack>
      <ToastWhen done={state.done} title="Evidence handed in" />
    </form>
  );
}
