'use client';

import { Play } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { runStudy } from '../actions';
import { MadeBy, type ModelVersions } from '../made-by';

interface ComputeStudyProps {
  readonly studyId: string;
  readonly modelVersions: ModelVersions;
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
        <MadeBy state={state} modelVersions={modelVersions} />
      </FormStack>
    </form>
  );
}
