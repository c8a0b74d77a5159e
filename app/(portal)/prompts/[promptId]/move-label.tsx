'use client';

import { Tag } from 'lucide-react';
import { useActionState, useState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { moveLabel } from '../actions';

interface MoveLabelProps {
  readonly promptId: string;
  readonly labels: readonly { readonly label: string; readonly versionId: string; readonly number: number }[];
  readonly versions: readonly { readonly id: string; readonly number: number }[];
  readonly reason: string | null;
}

export const MoveLabel = (props: MoveLabelProps) => (
  <Dialog
    trigger={{ label: 'Move label', icon: <Tag aria-hidden />, size: 'sm', reason: props.reason }}
    title="Move a label"
    description="Whoever asks for the prompt by this label gets the version from now on."
  >
    <MoveForm {...props} />
  </Dialog>
);

function MoveForm({ promptId, labels, versions }: MoveLabelProps) {
  const [state, submit] = useActionState(moveLabel, {});
  const [label, setLabel] = useState('staging');
  const current = labels.find((one) => one.label === label);
  return (
    <form action={submit} aria-label="Move label">
      <input type="hidden" name="promptId" value={promptId} />
      <input type="hidden" name="expectedVersionId" value={current?.versionId ?? ''} />
      <FormStack footer={<SubmitButton pendingText="Moving…">Move</SubmitButton>}>
        <FormError problem={state.problem} />
        <TextInput
          label="Label"
          name="label"
          required
          mono
          maxLength={64}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          hint={`${current ? `Points to version ${current.number} now.` : 'Points to no version yet.'} production is protected: it moves only with a release.`}
          error={state.fields?.label}
        />
        <Select
          label="Version"
          name="versionId"
          required
          options={versions.map(({ id, number }) => ({ value: id, label: `Version ${number}` }))}
          defaultValue={state.values?.versionId}
          error={state.fields?.versionId}
        />
      </FormStack>
      <CloseWhen done={state.done} />
    </form>
  );
}
