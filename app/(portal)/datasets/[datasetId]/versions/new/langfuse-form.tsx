'use client';

import { Download } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { LangfuseFields } from '@/app/_lib/langfuse-fields';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { useToast } from '@/app/_ui/toast';
import { bringLangfuse } from '../../../actions';

interface LangfuseFormProps {
  readonly datasetId: string;
  readonly keys: readonly string[];
  readonly reason: string | null;
}

export function LangfuseForm({ datasetId, keys, reason }: LangfuseFormProps) {
  const [state, submit] = useActionState(bringLangfuse, {});
  const router = useRouter();
  const toast = useToast();
  const added = state.done?.result;
  useEffect(() => {
    if (!added) return;
    if (added.unchanged) toast({ title: `Unchanged: this is version ${added.number}`, tone: 'info' });
    router.push(paths.datasetVersion(datasetId, added.id));
  }, [added, datasetId, router, toast]);
  const field = (name: string) => ({
    name,
    defaultValue: state.values?.[name],
    error: state.fields?.[name]?.slice(),
  });
  return (
    <form action={submit} aria-label="Read from Langfuse">
      <input type="hidden" name="datasetId" value={datasetId} />
      <FormStack
        footer={
          <SubmitButton icon={<Download aria-hidden />} pendingText="Reading…" reason={reason}>
            Read as the next version
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <LangfuseFields field={field} keys={keys} first="dataset" />
        <TextInput
          label="Message"
          {...field('message')}
          maxLength={500}
          placeholder="What changed since the last version"
        />
      </FormStack>
    </form>
  );
}
