'use client';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select, type Option } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { responsibilities, roles } from '@/policies/contract';
import { requestRole } from '../actions';

const names = [
  ...roles.map((value) => ({ value, label: words(value) })),
  ...responsibilities.map((value) => ({ value, label: `${words(value)} (responsibility)` })),
];

export interface RequestRoleFormProps {
  readonly personId: string;
  readonly systems: readonly Option[];
  readonly reason: string | null;
}

export function RequestRoleForm({ personId, systems, reason }: RequestRoleFormProps) {
  const [state, submit] = useActionState(requestRole, {});
  const { values, fields, done } = state;
  const said = done?.result.state === 'held' ? 'Role granted' : 'Role requested';
  return (
    <form action={submit} aria-label="Request a role">
      <input type="hidden" name="personId" value={personId} />
      <FormStack
        footer={
          <SubmitButton reason={reason} pendingText="Requesting…">
            Request role
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <Select
          label="Role"
          name="role"
          required
          placeholder="Choose one"
          options={names}
          defaultValue={values?.role}
          error={fields?.role}
        />
        <Select
          label="Where"
          name="systemId"
          required
          options={[{ value: 'all', label: 'Whole organisation' }, ...systems]}
          defaultValue={values?.systemId}
          error={fields?.systemId}
        />
      </FormStack>
      <ToastWhen done={done} title={said} />
    </form>
  );
}
