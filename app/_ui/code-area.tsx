import clsx from 'clsx';
import type { TextareaHTMLAttributes } from 'react';
import { controlFace, Field, type FieldProps } from './field';

export interface CodeAreaProps
  extends
    FieldProps,
    Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof FieldProps | 'id' | 'className'> {}

/** Prompts, YAML, JSON: monospaced, no spelling marks, long lines scroll unless `wrap="soft"`. */
export function CodeArea({
  label,
  name,
  hint,
  error,
  required,
  hiddenLabel,
  rows = 10,
  wrap = 'off',
  ...rest
}: CodeAreaProps) {
  return (
    <Field {...{ label, name, hint, error, required, hiddenLabel }}>
      {(wiring) => (
        <textarea
          rows={rows}
          wrap={wrap}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          {...rest}
          {...wiring}
          className={clsx(
            controlFace,
            'max-h-[70vh] resize-y py-2 font-mono text-xs leading-5',
            wrap === 'soft' && 'field-sizing-content',
          )}
        />
      )}
    </Field>
  );
}
