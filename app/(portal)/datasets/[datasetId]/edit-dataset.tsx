'use client';

import { Pencil } from 'lucide-react';
import { type ComponentProps, useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { editDataset } from '../actions';
import { DatasetFacts } from '../dataset-facts';

interface EditDatasetProps {
  readonly dataset: {
    readonly id: string;
    readonly name: string;
    readonly facts: ComponentProps<typeof DatasetFacts>['facts'];
  };
  readonly reason: string | null;
}

export const EditDataset = ({ dataset, reason }: EditDatasetProps) => (
  <Dialog
    size="md"
    trigger={{ label: 'Edit', icon: <Pencil aria-hidden />, reason }}
    title={`Edit ${dataset.name}`}
  >
    <EditForm dataset={dataset} />
  </Dialog>
);

function EditForm({ dataset }: Pick<EditDatasetProps, 'dataset'>) {
  const [state, submit] = useActionState(editDataset, {});
  return (
    <form action={submit} aria-label="Edit dataset">
      <input type="hidden" name="datasetId" value={dataset.id} />
      <FormStack footer={<SubmitButton pendingText="Saving…">Save</SubmitButton>}>
        <FormError problem={state.problem} />
        <DatasetFacts state={state} facts={dataset.facts} />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
