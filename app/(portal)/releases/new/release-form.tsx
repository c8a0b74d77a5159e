'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { Checkbox } from '@/app/_ui/checkbox';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { createRelease } from '../actions';

interface Option {
  readonly value: string;
  readonly label: string;
}
interface Group {
  readonly name: string;
  readonly label: string;
  readonly options: readonly Option[];
}

export function ReleaseForm({ systems, groups }: { systems: readonly Option[]; groups: readonly Group[] }) {
  const [state, submit] = useActionState(createRelease, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.release(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New release" className="max-w-3xl">
      <FormStack footer={<SubmitButton pendingText="Creating…">Create draft</SubmitButton>}>
        <FormError problem={state.problem} />
        <Select
          label="System"
          name="systemId"
          required
          placeholder="Choose a system"
          options={[...systems]}
          defaultValue={state.values?.systemId}
          error={state.fields?.systemId?.[0]}
        />
        <TextInput
          label="Version"
          name="version"
          required
          placeholder="1.0.0"
          defaultValue={state.values?.version}
          error={state.fields?.version?.[0]}
        />
        <TextArea
          label="Summary"
          name="summary"
          required
          hint="What is new in this release, for those who sign it"
          defaultValue={state.values?.summary}
          error={state.fields?.summary?.[0]}
        />
        {groups.map((group) => (
          <PartGroup key={group.name} group={group} error={state.fields?.[group.name]?.[0]} />
        ))}
      </FormStack>
    </form>
  );
}

function PartGroup({ group, error }: { group: Group; error?: string }) {
  return (
    <fieldset className="rounded-md border p-4">
      <legend className="px-1 text-sm font-medium">{group.label}</legend>
      {group.options.length === 0 && <p className="text-sm text-muted">None registered yet.</p>}
      <div className="grid gap-2 sm:grid-cols-2">
        {group.options.map(({ value, label }) => (
          <Checkbox key={value} name={`${group.name}[]`} value={value} label={label} />
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {error}
        </p>
      )}
    </fieldset>
  );
}
