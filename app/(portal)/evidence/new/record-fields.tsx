'use client';

import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import type { RecordField } from '@/policies/frameworks/records';

const yesNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

interface RecordFieldsProps {
  readonly fields: readonly RecordField[];
  readonly values: Readonly<Record<string, string | undefined>>;
  /** With which the names of its controls begin. */
  readonly prefix?: string;
}

/** The form of a structured record. */
export function RecordFields({ fields, values, prefix = 'record.' }: RecordFieldsProps) {
  return fields.map((field) => {
    const name = `${prefix}${field.name}`;
    const common = {
      label: field.label,
      name,
      hint: field.hint,
      required: !field.optional,
      defaultValue: values[name],
    };
    switch (field.kind) {
      case 'text':
        return <TextArea key={name} {...common} rows={3} maxLength={5000} />;
      case 'date':
        return <TextInput key={name} {...common} type="date" />;
      case 'number':
        return <TextInput key={name} {...common} type="number" min={0} max={field.max} step="any" />;
      case 'yes_no':
        return <Select key={name} {...common} placeholder="Choose" options={yesNo} />;
      case 'choice':
        return (
          <Select
            key={name}
            {...common}
            placeholder="Choose"
            options={field.options.map((value) => ({ value, label: words(value) }))}
          />
        );
      case 'choices':
        return (
          <fieldset key={name} className="flex flex-col gap-1.5">
            <legend className="mb-1 font-medium">{field.label}</legend>
            <input type="hidden" name={`${name}[]`} value="" />
            {field.options.map((value) => (
              <label key={value} className="flex items-start gap-2">
                <input type="checkbox" name={`${name}[]`} value={value} className="mt-0.5" />
                <span>{words(value)}</span>
              </label>
            ))}
          </fieldset>
        );
    }
  });
}
