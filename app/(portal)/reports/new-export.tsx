'use client';

import { Plus } from 'lucide-react';
import { useActionState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { RadioGroup } from '@/app/_ui/radio-group';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { createExport } from './actions';
import { kinds } from './kinds';

type Choice = { readonly value: string; readonly label: string };

interface Props {
  readonly releases: readonly Choice[];
  readonly environments: readonly Choice[];
  readonly releaseId?: string;
  /** Why the reader may not take files that hold the trail. */
  readonly trailReason: string | null;
}

export function NewExport({ releases, environments, releaseId, trailReason }: Props) {
  const [state, submit] = useActionState(createExport, {});
  const offered = kinds.map((kind) => ({
    ...kind,
    reason: kind.value === 'report' ? undefined : (trailReason ?? undefined),
  }));
  return (
    <Dialog trigger={{ label: 'New export', icon: <Plus />, variant: 'primary' }} title="New export">
      <form action={submit} aria-label="New export">
        <CloseWhen done={state.done} />
        <FormStack footer={<SubmitButton pendingText="Asking…">Make the file</SubmitButton>}>
          <FormError problem={state.problem} />
          <RadioGroup
            label="What"
            name="kind"
            required
            layout="cards"
            defaultValue={state.values?.['kind'] ?? (trailReason ? 'report' : 'bundle')}
            options={offered}
            error={state.fields?.['kind']}
          />
          <Select
            label="Release"
            name="releaseId"
            hint="A report is of one release; everything else may be of the whole trail."
            placeholder="The whole trail"
            options={releases}
            defaultValue={state.values?.['releaseId'] ?? releaseId ?? ''}
            error={state.fields?.['releaseId']}
          />
          <Select
            label="Environment"
            name="environment"
            hint="Whose gate policy the report judges by."
            placeholder="production"
            options={environments}
            defaultValue={state.values?.['environment'] ?? ''}
            error={state.fields?.['environment']}
          />
        </FormStack>
      </form>
    </Dialog>
  );
}
