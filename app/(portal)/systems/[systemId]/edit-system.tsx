'use client';

import { Pencil } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { editSystem } from '../actions';
import { SystemFields } from '../system-fields';

interface EditSystemProps {
  readonly system: {
    readonly id: string;
    readonly name: string;
    readonly purpose: string;
    readonly stage: string;
  };
  readonly reason: string | null;
}

export function EditSystem({ system, reason }: EditSystemProps) {
  return (
    <Dialog
      size="md"
      trigger={{ label: 'Edit', icon: <Pencil aria-hidden />, reason }}
      title={`Edit ${system.name}`}
    >
      <EditForm system={system} />
    </Dialog>
  );
}

function EditForm({ system }: Pick<EditSystemProps, 'system'>) {
  const [state, submit] = useActionState(editSystem, {});
  return (
    <form action={submit} aria-label="Edit system">
      <input type="hidden" name="systemId" value={system.id} />
      <FormStack footer={<SubmitButton pendingText="Saving…">Save</SubmitButton>}>
        <FormError problem={state.problem} />
        <SystemFields state={state} purpose={system.purpose} stage={system.stage} />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
