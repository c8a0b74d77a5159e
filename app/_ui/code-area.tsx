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
          // A box that grows with its text forgets its rows: they are the least that it shows.
          style={wrap === 'soft' ? { minHeight: `min(${rows * 1.25 + 1.125}rem, 50vh)` } : undefined}
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
