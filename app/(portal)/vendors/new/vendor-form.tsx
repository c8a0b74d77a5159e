'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { registerVendor } from '../actions';
import { VendorFields } from '../vendor-fields';

export function VendorForm() {
  const [state, submit] = useActionState(registerVendor, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.vendor(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="Register vendor">
      <FormStack footer={<SubmitButton pendingText="Registering…">Register vendor</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          maxLength={120}
          placeholder="Example Cloud GmbH"
          hint="Documents name it so; it cannot be changed."
          defaultValue={state.values?.name}
          error={state.fields?.name}
        />
        <VendorFields state={state} />
      </FormStack>
    </form>
  );
}
