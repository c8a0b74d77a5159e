'use client';

import type { FormState } from '@/app/_lib/form';
import { Select } from '@/app/_ui/select';

export type ModelVersions = readonly { readonly value: string; readonly label: string }[];

/** The link between a study's result and the releases that it counts for. */
export const MadeBy = ({ state, modelVersions }: { state: FormState; modelVersions: ModelVersions }) => (
  <Select
    label="Model version that made the predictions"
    name="modelVersionId"
    placeholder="None"
    hint="Without one the result informs, but no release can use it"
    options={[...modelVersions]}
    defaultValue={state.values?.modelVersionId}
    error={state.fields?.modelVersionId?.slice()}
  />
);
