'use client';

import { Pencil } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { editModel } from '../actions';
import { ModelFacts } from '../model-facts';

interface EditModelProps {
  readonly model: {
    readonly id: string;
    readonly name: string;
    readonly intendedUse: string;
    readonly licence: string;
  };
  readonly reason: string | null;
}

export const EditModel = ({ model, reason }: EditModelProps) => (
  <Dialog
    size="md"
    trigger={{ label: 'Edit', icon: <Pencil aria-hidden />, reason }}
    title={`Edit ${model.name}`}
  >
    <EditForm model={model} />
  </Dialog>
);

function EditForm({ model }: Pick<EditModelProps, 'model'>) {
  const [state, submit] = useActionState(editModel, {});
  return (
    <form action={submit} aria-label="Edit model">
      <input type="hidden" name="modelId" value={model.id} />
      <FormStack footer={<SubmitButton pendingText="Saving…">Save</SubmitButton>}>
        <FormError problem={state.problem} />
        <ModelFacts state={state} intendedUse={model.intendedUse} licence={model.licence} />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
