'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect } from 'react';
import type { FormState } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { Checkbox } from '@/app/_ui/checkbox';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { createStudy } from '../actions';
import { MadeBy, type ModelVersions } from '../made-by';
import { offeredThresholds } from '../threshold-fields';

interface StudyFormProps {
  readonly versionId: string;
  readonly columns: readonly string[];
  readonly modelVersions: ModelVersions;
  readonly reason: string | null;
}

export function StudyForm({ versionId, columns, modelVersions, reason }: StudyFormProps) {
  const [state, submit] = useActionState(createStudy, {});
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(paths.study(made));
  }, [made, router]);
  return (
    <form action={submit} aria-label="New study">
      <input type="hidden" name="datasetVersionId" value={versionId} />
      <FormStack
        footer={
          <SubmitButton pendingText="Creating…" reason={reason}>
            Create and compute
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <TextInput
          label="Name"
          required
          mono
          maxLength={64}
          placeholder="screening-by-sex"
          hint="Releases call it so"
          {...field(state, 'name')}
        />
        <MadeBy state={state} modelVersions={modelVersions} />
        <Columns state={state} columns={columns} />
        <Thresholds state={state} />
      </FormStack>
    </form>
  );
}

const field = ({ values, fields }: FormState, name: string, fallback?: string) => ({
  name,
  defaultValue: values ? values[name] : fallback,
  error: fields?.[name]?.slice(),
});

function Columns({ state, columns }: { state: FormState; columns: readonly string[] }) {
  const options = columns.map((value) => ({ value, label: value }));
  const likely = (...names: string[]) => columns.find((column) => names.includes(column.toLowerCase()));
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">Protected attributes</legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {columns.map((column) => (
            <Checkbox key={column} label={column} name="attributes[]" value={column} />
          ))}
        </div>
        {state.fields?.attributes && <p className="text-negative">{state.fields.attributes.join('; ')}</p>}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Column of the prediction"
          required
          placeholder="Choose a column"
          options={options}
          {...field(state, 'prediction', likely('prediction', 'predicted', 'y_pred', 'decision'))}
        />
        <Select
          label="Column of the true outcome"
          placeholder="None"
          options={options}
          {...field(state, 'label', likely('label', 'outcome', 'y_true', 'target'))}
        />
        <TextInput
          label="Prediction that counts as selected"
          maxLength={200}
          hint="Found by itself for 0/1, true/false and yes/no"
          {...field(state, 'positive')}
        />
        <TextInput
          label="Reference groups"
          placeholder="largest group"
          hint="With commas; otherwise the largest group of each attribute"
          {...field(state, 'references')}
        />
        <TextInput
          label="Smallest group"
          type="number"
          min={0}
          required
          hint="Groups with fewer rows are listed but not compared; 0 = off"
          {...field(state, 'smallestGroup', '30')}
        />
        <TextInput
          label="Confidence"
          type="number"
          min={0.5}
          max={0.9999}
          step="any"
          required
          {...field(state, 'confidence', '0.95')}
        />
      </div>
    </>
  );
}

const Thresholds = ({ state }: { state: FormState }) => (
  <fieldset className="flex flex-col gap-3">
    <legend className="mb-1 font-medium">Thresholds</legend>
    <p className="text-muted">
      Each is judged by its interval: as a whole on the wrong side is a fail, across the threshold is not
      enough evidence.
    </p>
    <div className="grid gap-4 sm:grid-cols-2">
      {offeredThresholds.map(({ metric, side, label, hint, proposed }) => (
        <TextInput
          key={metric}
          label={label}
          type="number"
          min={0}
          max={1}
          step="any"
          hint={hint}
          {...field(state, `${metric}.${side}`, proposed)}
        />
      ))}
    </div>
  </fieldset>
);
