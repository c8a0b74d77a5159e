'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { type Option, Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { createRelease } from '../actions';
import { type Group, PartGroup } from '../part-group';

interface ReleaseFormProps {
  readonly systems: readonly Option[];
  readonly groups: readonly Group[];
}

export function ReleaseForm({ systems, groups }: ReleaseFormProps) {
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
