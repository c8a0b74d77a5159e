'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { useToast } from '@/app/_ui/toast';
import { addSuiteVersion } from '../../../../actions';
import { type SuiteEntry, SuiteFile } from '../../../../suite-file';

interface VersionFormProps {
  readonly suiteId: string;
  readonly text: string;
  readonly entries: readonly SuiteEntry[];
  readonly reason: string | null;
}

export function VersionForm({ suiteId, text, entries, reason }: VersionFormProps) {
  const [state, submit] = useActionState(addSuiteVersion, {});
  const router = useRouter();
  const toast = useToast();
  const { done } = state;
  useEffect(() => {
    if (!done) return;
    if (done.result.unchanged)
      toast({ title: `Unchanged: this is version ${done.result.number}`, tone: 'info' });
    router.push(paths.suite(suiteId));
  }, [done, router, suiteId, toast]);
  return (
    <form action={submit} aria-label="New version of the suite">
      <input type="hidden" name="suiteId" value={suiteId} />
      <FormStack
        footer={
          <SubmitButton pendingText="Adding…" reason={reason}>
            Add version
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <SuiteFile state={state} text={text} entries={entries} />
      </FormStack>
    </form>
  );
}
