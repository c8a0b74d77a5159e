'use client';
import { UserPlus } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { addPerson } from './actions';
import { InvitationLink } from './invitation-link';

export function AddPerson({ reason }: { reason?: string }) {
  return (
    <Dialog
      trigger={{ label: 'Add person', icon: <UserPlus />, variant: 'primary', reason }}
      title="Add a person"
      description="You get a link to pass on. Behind it the person chooses a password that nobody else knows."
    >
      <AddForm />
    </Dialog>
  );
}

function AddForm() {
  const [state, submit] = useActionState(addPerson, {});
  if (state.done) return <InvitationLink {...state.done.result} />;
  return (
    <form action={submit}>
      <FormStack footer={<SubmitButton pendingText="Adding…">Add person</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          autoComplete="off"
          defaultValue={state.values?.name}
          error={state.fields?.name}
        />
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          required
          autoComplete="off"
          defaultValue={state.values?.email}
          error={state.fields?.email}
        />
      </FormStack>
    </form>
  );
}
