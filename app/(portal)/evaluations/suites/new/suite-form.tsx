'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { createSuite } from '../../actions';
import { type SuiteEntry, SuiteFile } from '../../suite-file';

interface SuiteFormProps {
  readonly example: string;
  readonly entries: readonly SuiteEntry[];
  readonly reason: string | null;
}

export function SuiteForm({ example, entries, reason }: SuiteFormProps) {
  const [state, submit] = useActionState(createSuite, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.suite(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New suite">
      <FormStack
        footer={
          <SubmitButton pendingText="Creating…" reason={reason}>
            Create suite
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <SuiteFile state={state} text={example} entries={entries} />
        <TextArea
          label="Description"
          name="description"
          rows={2}
          maxLength={2000}
          defaultValue={state.values?.description}
          error={state.fields?.description}
        />
      </FormStack>
    </form>
  );
}
