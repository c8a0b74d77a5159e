import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { FieldNotes, type FieldProps } from './field';

export interface CheckboxProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'id' | 'className' | 'type'
> {
  readonly label: ReactNode;
  readonly name: string;
  readonly hint?: ReactNode;
  readonly error?: FieldProps['error'];
}

/** Sends its `value` (default "true") when ticked and nothing when not. */
export function Checkbox({ label, hint, error, value = 'true', ...rest }: CheckboxProps) {
  const id = useId();
  const messages = typeof error === 'string' ? [error] : (error ?? []);
  return (
    <div className="flex gap-2">
      <input
        type="checkbox"
        id={id}
        value={value}
        aria-invalid={messages.length > 0 || undefined}
        aria-describedby={hint || messages.length > 0 ? `${id}-hint ${id}-error` : undefined}
        {...rest}
        className="mt-0.5"
      />
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <FieldNotes id={id} hint={hint} messages={messages} />
      </div>
    </div>
  );
}
