'use client';

import { useId, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { Checkbox } from '@/app/_ui/checkbox';
import { FieldNotes } from '@/app/_ui/field';
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
        /** Any number of them; its name ends in []. */
        readonly kind: 'several';
        readonly options: readonly { readonly value: string; readonly label: string }[];
      }
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
    if (field.kind === 'several')
      return <Several key={name} field={field} error={state.fields?.[name.replace('[]', '')]} />;
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

interface SeveralProps {
  readonly field: Extract<ActionField, { kind: 'several' }>;
  readonly error?: readonly string[] | undefined;
}

/** Ticks are kept when the form was refused. */
function Several({ field: { name, label, hint, options }, error = [] }: SeveralProps) {
  const id = useId();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1">
      <span id={id} className="font-medium">
        {label} <span className="font-normal text-muted">(optional)</span>
      </span>
      {options.length === 0 && <p className="text-faint">There is none yet</p>}
      <div className="flex max-h-48 flex-col gap-1.5 overflow-y-auto rounded-md border p-3 empty:hidden">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            name={name}
            label={option.label}
            value={option.value}
            checked={ticked.includes(option.value)}
            onChange={({ target: { checked } }) =>
              setTicked(checked ? [...ticked, option.value] : ticked.filter((one) => one !== option.value))
            }
          />
        ))}
      </div>
      <FieldNotes id={id} hint={hint} messages={error} />
    </div>
  );
}
