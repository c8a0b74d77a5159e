import clsx from 'clsx';
import type { TextareaHTMLAttributes } from 'react';
import { controlFace, Field, type FieldProps } from './field';

export interface TextAreaProps
  extends
    FieldProps,
    Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof FieldProps | 'id' | 'className'> {}

/** Grows with its text up to half of the window. */
export function TextArea({
  label,
  name,
  hint,
  error,
  required,
  hiddenLabel,
  rows = 3,
  ...rest
}: TextAreaProps) {
  return (
    <Field {...{ label, name, hint, error, required, hiddenLabel }}>
      {(wiring) => (
        <textarea
          rows={rows}
          {...rest}
          {...wiring}
          className={clsx(controlFace, 'field-sizing-content max-h-[50vh] min-h-18 resize-y py-1.5')}
        />
      )}
    </Field>
  );
}
