'use client';

import { Pencil } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { editPrompt } from '../actions';

interface EditPromptProps {
  readonly prompt: { readonly id: string; readonly name: string; readonly description: string };
  readonly reason: string | null;
}

export const EditPrompt = ({ prompt, reason }: EditPromptProps) => (
  <Dialog
    size="md"
    trigger={{ label: 'Edit', icon: <Pencil aria-hidden />, reason }}
    title={`Edit ${prompt.name}`}
  >
    <EditForm prompt={prompt} />
  </Dialog>
);

function EditForm({ prompt }: Pick<EditPromptProps, 'prompt'>) {
  const [state, submit] = useActionState(editPrompt, {});
  return (
    <form action={submit} aria-label="Edit prompt">
      <input type="hidden" name="promptId" value={prompt.id} />
      <FormStack footer={<SubmitButton pendingText="Saving…">Save</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextArea
          label="Description"
          name="description"
          maxLength={2000}
          defaultValue={state.values?.description ?? prompt.description}
          error={state.fields?.description}
        />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
