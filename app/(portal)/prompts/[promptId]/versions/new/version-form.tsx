'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import type { Template } from '@/server/prompts/schema';
import { addPromptVersion } from '../../../actions';
import { ContentFields } from '../../../content-fields';

interface VersionFormProps {
  readonly promptId: string;
  readonly template?: Template;
  readonly parameters?: string;
}

export function VersionForm({ promptId, template, parameters }: VersionFormProps) {
  const [state, submit] = useActionState(addPromptVersion, {});
  const router = useRouter();
  const added = state.done?.result;
  useEffect(() => {
    if (added) router.push(paths.promptVersion(promptId, added.id));
  }, [added, promptId, router]);
  return (
    <form action={submit} aria-label="New prompt version">
      <input type="hidden" name="promptId" value={promptId} />
      <FormStack footer={<SubmitButton pendingText="Adding…">Add version</SubmitButton>}>
        <FormError problem={state.problem} />
        <ContentFields state={state} template={template} parameters={parameters} />
        <TextInput
          label="Message"
          name="message"
          maxLength={500}
          placeholder="What changed, and why"
          defaultValue={state.values?.message}
          error={state.fields?.message}
        />
      </FormStack>
      <ToastWhen
        done={added?.unchanged && state.done}
        tone="info"
        title={`Unchanged: this is version ${added?.number}`}
      />
    </form>
  );
}
