'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import type { FormState } from '@/app/_lib/form';
import { type ActionField, ActionFields } from '@/app/_lib/action-fields';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';

type Made = { readonly id: string };
type Action = (state: FormState, data: FormData) => Promise<FormState<Made>>;

export interface ActionPageFormProps {
  readonly title: string;
  readonly action: Action;
  readonly fields: readonly ActionField[];
  readonly submit: string;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Where the new thing's page is: its id follows. */
  readonly under: string;
}

/** A form that fills a page, and goes to what it made. */
export function ActionPageForm({ title, action, fields, submit, hidden = {}, under }: ActionPageFormProps) {
  const [state, send] = useActionState<FormState<Made>, FormData>(action, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(`${under}/${made}`);
  }, [made, router, under]);
  return (
    <form action={send} aria-label={title}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormStack footer={<SubmitButton pendingText="Saving…">{submit}</SubmitButton>}>
        <FormError problem={state.problem} />
        <ActionFields fields={fields} state={state} />
      </FormStack>
    </form>
  );
}
