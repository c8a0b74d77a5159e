'use client';

import { Select } from '@/app/_ui/select';
import { TextInput } from '@/app/_ui/text-input';

/** What both ways of running a suite choose from. */
export interface RunChoices {
  readonly suiteVersionId: string;
  readonly modelVersions: readonly { readonly value: string; readonly label: string }[];
  readonly keys: readonly string[];
  readonly hasJudge: boolean;
  /** Whether judges or scorers may cost something. */
  readonly hasCosts: boolean;
  readonly reason: string | null;
}

interface FieldProps {
  readonly name: string;
  readonly defaultValue?: string;
  readonly error?: string[];
}

export const KeySelect = ({
  keys,
  label,
  ...field
}: FieldProps & { readonly label: string; readonly keys: readonly string[] }) => (
  <Select
    {...field}
    label={label}
    placeholder="No key"
    hint="A variable of the server's environment. The key goes to its own host only."
    options={keys.map((value) => ({ value, label: value }))}
  />
);

export const ModelVersionSelect = ({
  options,
  ...field
}: FieldProps & { readonly options: RunChoices['modelVersions'] }) => (
  <Select
    {...field}
    label="Model version"
    placeholder="None"
    hint="What answers here. The result counts for releases that hold this version."
    options={[...options]}
  />
);

export const CaseKeyInput = (field: FieldProps) => (
  <TextInput
    {...field}
    label="Case named by"
    placeholder="item or trace"
    mono
    maxLength={100}
    hint="Key of the trace's metadata that holds the id of the case. Empty = the case of its dataset item, the one called like the trace, or the one that was made of it."
  />
);
