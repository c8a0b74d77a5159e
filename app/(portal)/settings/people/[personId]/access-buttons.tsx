'use client';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { disable, enable, inviteAgain, resetAccess } from '../actions';
import { InvitationLink } from '../invitation-link';

export interface AccessButtonsProps {
  readonly personId: string;
  readonly state: 'active' | 'invited' | 'disabled';
  readonly isAdministrator: boolean;
  /** Why the reader may do none of it. */
  readonly reason: string | null;
}

export function AccessButtons({ personId, state, isAdministrator, reason }: AccessButtonsProps) {
  if (state === 'disabled') return <Switch kind="enable" personId={personId} reason={reason} />;
  return (
    <>
      {state === 'invited' ? (
        <NewLink kind="invite" personId={personId} reason={reason} />
      ) : (
        <NewLink
          kind="reset"
          personId={personId}
          reason={reason ?? (isAdministrator ? 'Revoke the administrator role first' : null)}
        />
      )}
      <Switch kind="disable" personId={personId} reason={reason} />
    </>
  );
}

interface ButtonProps {
  readonly personId: string;
  readonly reason: string | null;
}

const links = {
  invite: {
    action: inviteAgain,
    label: 'New invitation',
    text: 'The earlier link stops working. The new one is shown once.',
  },
  reset: {
    action: resetAccess,
    label: 'Reset access',
    text: 'For a lost password. The person chooses a new one behind a link; their sessions and API tokens end, and so do their roles, which need four eyes to come back. So nobody can take over what somebody else may sign.',
  },
} as const;

function NewLink({ kind, personId, reason }: ButtonProps & { kind: keyof typeof links }) {
  const { action, label, text } = links[kind];
  const [state, submit] = useActionState(action, {});
  return (
    <Dialog trigger={{ label, reason: reason ?? undefined }} title={label} description={text}>
      {state.done ? (
        <InvitationLink {...state.done.result} />
      ) : (
        <form action={submit} className="flex flex-col gap-3">
          <FormError problem={state.problem} />
          <input type="hidden" name="personId" value={personId} />
          <div>
            <SubmitButton pendingText="…">{label}</SubmitButton>
          </div>
        </form>
      )}
    </Dialog>
  );
}

const switches = {
  enable: { action: enable, label: 'Enable', done: 'Person enabled' },
  disable: { action: disable, label: 'Disable', done: 'Person disabled' },
} as const;

function Switch({ kind, personId, reason }: ButtonProps & { kind: keyof typeof switches }) {
  const { action, label, done } = switches[kind];
  const [state, submit] = useActionState(action, {});
  return (
    <form action={submit} className="flex items-center gap-2">
      <FormError problem={state.problem} />
      <input type="hidden" name="personId" value={personId} />
      <SubmitButton variant={kind === 'disable' ? 'danger' : 'primary'} reason={reason} pendingText="…">
        {label}
      </SubmitButton>
      <ToastWhen done={state.done} title={done} />
    </form>
  );
}
