import clsx from 'clsx';
import type { InputHTMLAttributes } from 'react';
import { controlFace, Field, type FieldProps } from './field';

export interface TextInputProps
  extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, keyof FieldProps | 'id' | 'className'> {
  readonly mono?: boolean;
}

export function TextInput({
  label,
  name,
  hint,
  error,
  required,
  hiddenLabel,
  mono,
  ...rest
}: TextInputProps) {
  return (
    <Field {...{ label, name, hint, error, required, hiddenLabel }}>
      {(wiring) => (
        <input type="text" {...rest} {...wiring} className={clsx(controlFace, 'h-8', mono && 'font-mono')} />
      )}
    </Field>
  );
}
