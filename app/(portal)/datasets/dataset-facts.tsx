'use client';

import type { FormState } from '@/app/_lib/form';
import { Checkbox } from '@/app/_ui/checkbox';
import { Select } from '@/app/_ui/select';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { personalDataOptions } from './words';

interface Facts {
  readonly description: string;
  readonly licence: string;
  readonly legalBasis: string;
  readonly personalData: string;
  readonly isSynthetic: boolean;
}

/** What is said of a dataset when it is made and when it is edited. */
export function DatasetFacts({ state, facts }: { state: FormState; facts?: Facts }) {
  const { values, fields } = state;
  return (
    <>
      <TextArea
        label="Description"
        name="description"
        maxLength={2000}
        hint="Where the rows come from and what they stand for"
        defaultValue={values?.description ?? facts?.description}
        error={fields?.description}
      />
      <Select
        label="Personal data"
        name="personalData"
        required
        options={personalDataOptions}
        defaultValue={values?.personalData ?? facts?.personalData}
        error={fields?.personalData}
      />
      <TextInput
        label="Legal basis"
        name="legalBasis"
        maxLength={500}
        placeholder="GDPR article 6(1)(f), legitimate interest"
        defaultValue={values?.legalBasis ?? facts?.legalBasis}
        error={fields?.legalBasis}
      />
      <TextInput
        label="Licence"
        name="licence"
        maxLength={200}
        placeholder="CC-BY-4.0"
        defaultValue={values?.licence ?? facts?.licence}
        error={fields?.licence}
      />
      <Checkbox
        label="The rows are synthetic"
        name="isSynthetic"
        defaultChecked={values ? values.isSynthetic === 'true' : facts?.isSynthetic}
      />
    </>
  );
}
