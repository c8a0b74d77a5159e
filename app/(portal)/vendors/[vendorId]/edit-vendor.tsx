'use client';

import { Pencil } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { editVendor } from '../actions';
import { type ToldVendor, VendorFields } from '../vendor-fields';

export const EditVendor = ({ vendor, reason }: { vendor: ToldVendor; reason: string | null }) => (
  <Dialog
    size="md"
    trigger={{ label: 'Edit', icon: <Pencil aria-hidden />, reason }}
    title={`Edit ${vendor.name}`}
    description="Another role, country or service makes its papers stale: they were given for what it was."
  >
    <EditForm vendor={vendor} />
  </Dialog>
);

function EditForm({ vendor }: { vendor: ToldVendor }) {
  const [state, submit] = useActionState(editVendor, {});
  return (
    <form action={submit} aria-label="Edit vendor">
      <input type="hidden" name="vendorId" value={vendor.id} />
      <FormStack footer={<SubmitButton pendingText="Saving…">Save</SubmitButton>}>
        <FormError problem={state.problem} />
        <VendorFields state={state} vendor={vendor} />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
