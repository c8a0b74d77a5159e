'use client';

import { type ReactNode, useActionState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { type ActionField, ActionFields } from '@/app/_lib/action-fields';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { type ToastMessage, ToastWhen } from '@/app/_ui/toast';

type Action = (state: FormState, data: FormData) => Promise<FormState>;

export interface ActionDialogProps {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly title: string;
  readonly description?: string;
  readonly variant?: 'primary' | 'secondary' | 'danger';
  /** Why the reader may not: the button stays in its place and says so. */
  readonly reason?: string | null;
  readonly action: Action;
  readonly hidden: Readonly<Record<string, string>>;
  readonly fields: readonly ActionField[];
  readonly submit: string;
  readonly submitVariant?: 'danger';
  /** Said once it worked, where the page itself does not show it. */
  readonly told?: ToastMessage;
}

/** A button whose dialog sends one form, and closes when it worked. */
export function ActionDialog({
  label,
  icon,
  title,
  description,
  variant,
  reason,
  ...form
}: ActionDialogProps) {
  return (
    <Dialog trigger={{ label, icon, variant, reason }} title={title} description={description}>
      <ActionForm title={title} {...form} />
    </Dialog>
  );
}

type FormProps = Pick<
  ActionDialogProps,
  'title' | 'action' | 'hidden' | 'fields' | 'submit' | 'submitVariant' | 'told'
>;

function ActionForm({ title, action, hidden, fields, submit, submitVariant, told }: FormProps) {
  const [state, send] = useActionState(action, {});
  return (
    <form action={send} aria-label={title}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormStack
        footer={
          <SubmitButton variant={submitVariant} pendingText="Saving…">
            {submit}
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <ActionFields fields={fields} state={state} />
      </FormStack>
      {told && <ToastWhen done={state.done} {...told} />}
      <CloseWhen done={state.done} />
    </form>
  );
}
