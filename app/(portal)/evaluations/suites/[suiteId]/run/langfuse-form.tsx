'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import { LangfuseFields } from '@/app/_lib/langfuse-fields';
import { paths } from '@/app/_lib/paths';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { bringRecorded } from '../../../actions';
import { CaseKeyInput, KeySelect, ModelVersionSelect, type RunChoices } from './choices';

export function LangfuseForm(choices: RunChoices) {
  const [state, submit] = useActionState(bringRecorded, {});
  const router = useRouter();
  const started = state.done?.result.id;
  useEffect(() => {
    if (started) router.push(paths.run(started));
  }, [started, router]);
  const field = (name: string) => ({
    name,
    defaultValue: state.values?.[name],
    error: state.fields?.[name]?.slice(),
  });
  return (
    <form action={submit} aria-label="Judge answers of Langfuse">
      <input type="hidden" name="suiteVersionId" value={choices.suiteVersionId} />
      <FormStack
        footer={
          <SubmitButton pendingText="Reading…" reason={choices.reason}>
            Read and judge
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <LangfuseFields field={field} keys={choices.keys} first="run" />
        <CaseKeyInput {...field('caseKey')} />
        <ModelVersionSelect options={choices.modelVersions} {...field('modelVersionId')} />
        {choices.hasJudge && (
          <KeySelect label="Key of the judge" keys={choices.keys} {...field('judgeKeyRef')} />
        )}
        {choices.hasCosts && (
          <TextInput
            label="Budget, US dollars"
            {...field('budget')}
            inputMode="decimal"
            placeholder="no limit"
            hint="For judges and scorers: the run stops before they cost more. The answers are there already."
          />
        )}
      </FormStack>
    </form>
  );
}
