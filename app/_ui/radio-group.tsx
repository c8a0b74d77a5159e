import clsx from 'clsx';
import { useId, type ReactNode } from 'react';
import { FieldNotes, type FieldProps } from './field';

export interface Choice {
  readonly value: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Why this person may not choose it. */
  readonly reason?: string | null;
}

export interface RadioGroupProps extends FieldProps {
  readonly options: readonly Choice[];
  readonly defaultValue?: string;
  /** row: short answers side by side (yes, no, unknown); cards: choices that need a sentence each. */
  readonly layout?: 'row' | 'cards';
}

export function RadioGroup(props: RadioGroupProps) {
  const { label, name, hint, error, required, hiddenLabel, options, defaultValue, layout = 'row' } = props;
  const id = useId();
  const messages = typeof error === 'string' ? [error] : (error ?? []);
  const described = hint || messages.length > 0 ? `${id}-hint ${id}-error` : undefined;
  return (
    <fieldset aria-describedby={described} className="flex min-w-0 flex-col gap-1.5">
      <legend className={clsx('mb-1 font-medium', hiddenLabel && 'sr-only')}>
        {label}
        {!required && !hiddenLabel && <span className="font-normal text-faint"> (optional)</span>}
      </legend>
      <div className={layout === 'row' ? 'flex flex-wrap gap-x-5 gap-y-1.5' : 'grid gap-2'}>
        {options.map((option) => (
          <RadioChoice
            key={option.value}
            option={option}
            card={layout === 'cards'}
            inputProps={{ name, required, defaultChecked: option.value === defaultValue }}
          />
        ))}
      </div>
      <FieldNotes id={id} hint={hint} messages={messages} />
    </fieldset>
  );
}

interface RadioChoiceProps {
  readonly option: Choice;
  readonly card: boolean;
  readonly inputProps: {
    readonly name: string;
    readonly required: boolean | undefined;
    readonly defaultChecked: boolean;
  };
}

function RadioChoice({ option, card, inputProps }: RadioChoiceProps) {
  const id = useId();
  const note = option.reason ?? option.hint;
  return (
    <label
      className={clsx(
        'flex gap-2',
        card &&
          'rounded-md border bg-raised p-3 has-checked:border-accent has-checked:bg-accent-soft has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent',
        option.reason && 'cursor-not-allowed text-faint',
      )}
    >
      <input
        type="radio"
        {...inputProps}
        value={option.value}
        disabled={Boolean(option.reason)}
        aria-describedby={note ? id : undefined}
        className="mt-0.5"
      />
      <span className="min-w-0">
        <span className={clsx(card && 'font-medium')}>{option.label}</span>
        {note && (
          <span id={id} className="block text-xs text-pretty text-muted">
            {note}
          </span>
        )}
      </span>
    </label>
  );
}
