'use client';

import { Plus } from 'lucide-react';
import { useActionState, useState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { RadioGroup } from '@/app/_ui/radio-group';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { createExport } from './actions';
import { kinds } from './kinds';
import { Format, OneThing } from './one-thing';

type Choice = { readonly value: string; readonly label: string };

interface Props {
  readonly releases: readonly Choice[];
  readonly systems: readonly Choice[];
  readonly environments: readonly Choice[];
  readonly releaseId?: string;
  /** Why the reader may not take files that hold the trail. */
  readonly trailReason: string | null;
}

/** Files that hold no trail. */
const ofOneSystem: readonly string[] = ['report', 'oscal', 'document'];

export function NewExport({ releases, systems, environments, releaseId, trailReason }: Props) {
  const [state, submit] = useActionState(createExport, {});
  const offered = kinds.map((kind) => ({
    ...kind,
    reason: ofOneSystem.includes(kind.value) ? undefined : (trailReason ?? undefined),
  }));
  const [kind, setKind] = useState<string>(trailReason ? 'report' : 'bundle');
  const isOfOneThing = kind === 'oscal' || kind === 'document';
  return (
    <Dialog trigger={{ label: 'New export', icon: <Plus />, variant: 'primary' }} title="New export">
      <form
        action={submit}
        aria-label="New export"
        onChange={({ target }) => {
          if (target instanceof HTMLInputElement && target.name === 'kind') setKind(target.value);
        }}
      >
        <CloseWhen done={state.done} />
        <FormStack footer={<SubmitButton pendingText="Asking…">Make the file</SubmitButton>}>
          <FormError problem={state.problem} />
          <RadioGroup
            label="What"
            name="kind"
            required
            layout="cards"
            defaultValue={state.values?.['kind'] ?? kind}
            options={offered}
            error={state.fields?.['kind']}
          />
          {isOfOneThing && (
            <OneThing {...{ kind, systems }} values={state.values ?? {}} fields={state.fields ?? {}} />
          )}
          {kind === 'report' && <Format value={state.values?.['format']} error={state.fields?.['format']} />}
          <Select
            label="Release"
            name="releaseId"
            hint="A report is of one release; everything else may be of the whole trail."
            placeholder={isOfOneThing ? 'None, a system' : 'The whole trail'}
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
