import clsx from 'clsx';
import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';

/** What every form control takes besides its own attributes. */
export interface FieldProps {
  readonly label: ReactNode;
  readonly name: string;
  readonly hint?: ReactNode;
  /** One message or several, as `form()` returns them in `state.fields`. */
  readonly error?: string | readonly string[] | null;
  readonly required?: boolean;
  /** The label is for screen readers only. */
  readonly hiddenLabel?: boolean;
}

/** Attributes that tie a control to its label, hint and error. */
export interface Wiring {
  readonly id: string;
  readonly name: string;
  readonly required: boolean | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

const messagesOf = (error: FieldProps['error']): readonly string[] =>
  typeof error === 'string' ? [error] : (error ?? []);

/** Frame of one control: label above, hint and errors below. The control is given its wiring. */
export function Field({
  label,
  name,
  hint,
  error,
  required,
  hiddenLabel,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const messages = messagesOf(error);
  const describedBy = [hint ? `${id}-hint` : '', messages.length > 0 ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={clsx('font-medium', hiddenLabel && 'sr-only')}>
        {label}
        {!required && !hiddenLabel && <span className="font-normal text-faint"> (optional)</span>}
      </label>
      {children({
        id,
        name,
        required,
        'aria-invalid': messages.length > 0 || undefined,
        'aria-describedby': describedBy || undefined,
      })}
      <FieldNotes id={id} hint={hint} messages={messages} />
    </div>
  );
}

/** Hint and errors of a control or a group of controls. */
export function FieldNotes({
  id,
  hint,
  messages,
}: {
  id: string;
  hint?: ReactNode;
  messages: readonly string[];
}) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-pretty text-muted">
          {hint}
        </p>
      )}
      {messages.length > 0 && (
        <div id={`${id}-error`} role="alert" className="flex flex-col gap-0.5 text-xs text-negative">
          {messages.map((message) => (
            <p key={message} className="flex gap-1">
              <CircleAlert aria-hidden size={12} className="mt-0.5 shrink-0" />
              {message}
            </p>
          ))}
        </div>
      )}
    </>
  );
}

/** The look of text boxes and selects. */
export const controlFace =
  'w-full rounded-md border border-control bg-raised px-2.5 text-sm text-text shadow-card transition-colors ' +
  'placeholder:text-faint hover:border-muted aria-invalid:border-negative-mark ' +
  'focus-visible:border-accent! focus-visible:outline-offset-0! disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint';
