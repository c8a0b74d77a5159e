'use client';

import type { FormState } from '@/app/_lib/form';
import { Checkbox } from '@/app/_ui/checkbox';
import { Select } from '@/app/_ui/select';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly value?: string;
}
/** A field in data, so that a page of the server can describe a form of the browser. */
export type ActionField = Common &
  (
    | { readonly kind: 'line' | 'lines'; readonly maxLength: number }
    | { readonly kind: 'date' | 'instant' | 'number' }
    | { readonly kind: 'tick' }
    | {
        readonly kind: 'choice';
        readonly options: readonly { readonly value: string; readonly label: string }[];
      }
  );

const inputType = { line: 'text', date: 'date', instant: 'datetime-local', number: 'number' } as const;

export function ActionFields({ fields, state }: { fields: readonly ActionField[]; state: FormState }) {
  return fields.map((field) => {
    const { name, label, hint, required } = field;
    const shared = {
      name,
      label,
      hint,
      required,
      error: state.fields?.[name] as string[] | undefined,
      defaultValue: state.values?.[name] ?? field.value,
    };
    if (field.kind === 'lines') return <TextArea key={name} {...shared} maxLength={field.maxLength} />;
    if (field.kind === 'choice')
      return (
        <Select
          key={name}
          {...shared}
          options={field.options}
          placeholder={field.value === undefined ? 'Choose' : undefined}
        />
      );
    if (field.kind === 'tick') {
      const { defaultValue, required: _, ...rest } = shared;
      const isTicked = state.values ? name in state.values : defaultValue === 'true';
      return <Checkbox key={name} {...rest} defaultChecked={isTicked} />;
    }
    return (
      <TextInput
        key={name}
        {...shared}
        type={inputType[field.kind]}
        maxLength={field.kind === 'line' ? field.maxLength : undefined}
        min={field.kind === 'number' ? 0 : undefined}
      />
    );
  });
}
