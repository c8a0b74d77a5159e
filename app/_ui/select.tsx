import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { SelectHTMLAttributes } from 'react';
import { controlFace, Field, type FieldProps } from './field';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps
  extends
    FieldProps,
    Omit<SelectHTMLAttributes<HTMLSelectElement>, keyof FieldProps | 'id' | 'className' | 'children'> {
  readonly options: readonly Option[];
  /** Text of the empty choice; without it the first option is chosen. */
  readonly placeholder?: string;
}

/**
 * The browser's own select: it works without scripts, by keyboard and on a tablet. The key: React empties a form after
 * its action and would forget a changed `defaultValue` of a select, not of an input.
 */
export function Select({
  label,
  name,
  hint,
  error,
  required,
  hiddenLabel,
  options,
  placeholder,
  ...rest
}: SelectProps) {
  return (
    <Field {...{ label, name, hint, error, required, hiddenLabel }}>
      {(wiring) => (
        <span className="relative">
          <select
            key={String(rest.defaultValue ?? '')}
            {...rest}
            {...wiring}
            className={clsx(controlFace, 'h-8 appearance-none pr-8')}
          >
            {placeholder !== undefined && <option value="">{placeholder}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            size={14}
            className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
          />
        </span>
      )}
    </Field>
  );
}
