'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { editRelease } from '../../actions';
import { type Group, PartGroup } from '../../part-group';

interface EditFormProps {
  readonly releaseId: string;
  readonly summary: string;
  readonly groups: readonly Group[];
  readonly reason: string | null;
}

export function EditForm({ releaseId, summary, groups, reason }: EditFormProps) {
  const [state, submit] = useActionState(editRelease, {});
  const router = useRouter();
  const saved = state.done?.at;
  useEffect(() => {
    if (saved) router.push(paths.release(releaseId));
  }, [saved, releaseId, router]);
  return (
    <form action={submit} aria-label="Edit this release" className="max-w-3xl">
      <input type="hidden" name="releaseId" value={releaseId} />
      <FormStack
        footer={
          <SubmitButton pendingText="Saving…" reason={reason}>
            Save as draft
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <TextArea
          label="Summary"
          name="summary"
          required
          hint="What is new in this release, for those who sign it"
          defaultValue={state.values?.summary ?? summary}
          error={state.fields?.summary?.[0]}
        />
        {groups.map((group) => (
          <PartGroup key={group.name} group={group} error={state.fields?.[group.name]?.[0]} />
        ))}
      </FormStack>
    </form>
  );
}
