'use client';
import { Plus } from 'lucide-react';
import { useActionState } from 'react';
import { Alert } from '@/app/_ui/alert';
import { Checkbox } from '@/app/_ui/checkbox';
import { CopyButton } from '@/app/_ui/copy-button';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select, type Option } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { Time } from '@/app/_ui/time';
import { createToken } from './actions';
import { scopes } from './scopes';

export interface CreateTokenProps {
  readonly systems: readonly Option[];
  readonly reason?: string;
}

export function CreateTokenDialog({ systems, reason }: CreateTokenProps) {
  return (
    <Dialog
      trigger={{ label: 'Create token', icon: <Plus />, variant: 'primary', reason }}
      title="Create an API token"
    >
      <CreateForm systems={systems} />
    </Dialog>
  );
}

function CreateForm({ systems }: Pick<CreateTokenProps, 'systems'>) {
  const [state, submit] = useActionState(createToken, {});
  const { values, fields, done } = state;
  if (done) return <Secret {...done.result} />;
  return (
    <form action={submit}>
      <FormStack footer={<SubmitButton pendingText="Creating…">Create token</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          name="name"
          required
          placeholder="release pipeline"
          defaultValue={values?.name}
          error={fields?.name}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="pb-1 font-medium">Scopes</legend>
          {scopes.map((scope) => (
            <Checkbox key={scope.value} name="scopes[]" {...scope} />
          ))}
          {fields?.scopes && <p className="text-xs text-negative">Choose at least one scope</p>}
        </fieldset>
        <Select
          label="Systems"
          name="systemId"
          required
          options={[{ value: 'all', label: 'All that you may see' }, ...systems]}
          defaultValue={values?.systemId}
          error={fields?.systemIds}
        />
        <TextInput
          label="Valid for days"
          name="days"
          type="number"
          required
          min={1}
          max={90}
          defaultValue={values?.days ?? '30'}
          error={fields?.days}
        />
      </FormStack>
    </form>
  );
}

function Secret({ token, expiresAt }: { token: string; expiresAt: string }) {
  return (
    <Alert tone="positive" live title="Copy the token now; it is not shown again">
      <p className="flex items-start gap-1 py-1.5">
        <code className="min-w-0 font-mono text-xs break-all text-text">{token}</code>
        <CopyButton text={token} label="Copy token" />
      </p>
      It is valid until <Time value={expiresAt} />.
    </Alert>
  );
}
