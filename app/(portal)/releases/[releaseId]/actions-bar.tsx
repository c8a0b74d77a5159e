'use client';

import { useActionState } from 'react';
import { paths } from '@/app/_lib/paths';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { LinkButton } from '@/app/_ui/link-button';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { freezeRelease, submitRelease, withdrawRelease } from '../actions';

interface Props {
  readonly releaseId: string;
  readonly state: string;
  readonly editReason: string | null;
  readonly withdrawReason: string | null;
}

/** What can happen to a release next, in its order. */
export function Actions({ releaseId, state, editReason, withdrawReason }: Props) {
  return (
    <>
      {state !== 'submitted' && (
        <LinkButton href={paths.editRelease(releaseId)} reason={editReason}>
          Edit
        </LinkButton>
      )}
      {state !== 'submitted' && (
        <Step label="Freeze" act={freezeRelease} releaseId={releaseId} reason={editReason} />
      )}
      {state === 'frozen' && (
        <Step label="Submit for sign-off" act={submitRelease} releaseId={releaseId} reason={editReason} />
      )}
      {state === 'submitted' && <Withdraw releaseId={releaseId} reason={withdrawReason} />}
    </>
  );
}

type Act = typeof freezeRelease;

function Step({
  label,
  act,
  releaseId,
  reason,
}: {
  label: string;
  act: Act;
  releaseId: string;
  reason: string | null;
}) {
  const [state, submit] = useActionState(act, {});
  return (
    <form action={submit} aria-label={label} className="flex items-center gap-2">
      <FormError problem={state.problem} />
      <input type="hidden" name="releaseId" value={releaseId} />
      <SubmitButton variant="secondary" pendingText="Working…" reason={reason ?? undefined}>
        {label}
      </SubmitButton>
    </form>
  );
}

function Withdraw({ releaseId, reason }: { releaseId: string; reason: string | null }) {
  const [state, submit] = useActionState(withdrawRelease, {});
  return (
    <Dialog
      trigger={{ label: 'Withdraw', variant: 'secondary', reason: reason ?? undefined }}
      title="Withdraw this release"
      description="The gate denies its digest from now on. Afterwards it can be changed, which gives it another digest."
    >
      <form action={submit} aria-label="Withdraw this release">
        <FormStack footer={<SubmitButton pendingText="Withdrawing…">Withdraw release</SubmitButton>}>
          <FormError problem={state.problem} />
          <input type="hidden" name="releaseId" value={releaseId} />
          <TextArea
            label="Reason"
            name="reason"
            required
            defaultValue={state.values?.reason}
            error={state.fields?.reason?.[0]}
          />
        </FormStack>
        <CloseWhen done={state.done?.at} />
      </form>
    </Dialog>
  );
}
