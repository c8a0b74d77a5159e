'use client';

import { Play } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { runStudy } from '../actions';

interface ComputeStudyProps {
  readonly studyId: string;
  readonly modelVersions: readonly { readonly value: string; readonly label: string }[];
  readonly reason: string | null;
}

export const ComputeStudy = ({ reason, ...props }: ComputeStudyProps) => (
  <Dialog
    trigger={{ label: 'Compute', icon: <Play aria-hidden />, variant: 'primary', reason }}
    title="Compute the study"
    description="The result counts for releases that hold what made the predictions."
  >
    <ComputeForm {...props} />
  </Dialog>
);

function ComputeForm({ studyId, modelVersions }: Omit<ComputeStudyProps, 'reason'>) {
  const [state, submit] = useActionState(runStudy, {});
  return (
    <form action={submit} aria-label="Compute the study">
      <input type="hidden" name="studyId" value={studyId} />
      <CloseWhen done={state.done} />
      <FormStack footer={<SubmitButton pendingText="Starting…">Compute</SubmitButton>}>
        <FormError problem={state.problem} />
        <Select
          label="Model version that made the predictions"
          name="modelVersionId"
          placeholder="None"
          hint="Without one the result informs, but no release can use it"
          options={[...modelVersions]}
          defaultValue={state.values?.modelVersionId}
          error={state.fields?.modelVersionId?.slice()}
        />
      </FormStack>
    </form>
  );
}
