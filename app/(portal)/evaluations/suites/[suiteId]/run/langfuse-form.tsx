'use client';

import { LangfuseFields } from '@/app/_lib/langfuse-fields';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { bringRecorded } from '../../../actions';
import { CaseKeyInput, KeySelect, ModelVersionSelect, type RunChoices } from './choices';
import { useStartedRun } from './use-started-run';

export function LangfuseForm(choices: RunChoices) {
  const { problem, submit, field } = useStartedRun(bringRecorded);
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
        <FormError problem={problem} />
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
