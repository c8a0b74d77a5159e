'use client';

import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { FieldNotes } from '@/app/_ui/field';
import { type Option, Select } from '@/app/_ui/select';

interface PicksProps {
  readonly label: string;
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
  readonly options: readonly Option[];
  /** Said where nothing is picked. */
  readonly none?: string;
  /** Stands between the picked ones. */
  readonly between?: string;
}

/** Several of many: those that are picked, each with a cross, and a list to add from. */
export function Picks({ label, picked, onPick, options, none, between }: PicksProps) {
  const labels = new Map(options.map(({ value, label: text }) => [value, text]));
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-wrap items-center gap-1.5 empty:hidden" aria-label={label}>
        {picked.map((value, index) => (
          <li key={value} className="flex min-w-0 items-center gap-1.5">
            {between && index > 0 && <span className="text-xs text-muted">{between}</span>}
            <span className="inline-flex min-w-0 items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2">
              <span className="min-w-0 break-words">{labels.get(value) ?? value}</span>
              <button
                type="button"
                aria-label={`Take out ${labels.get(value) ?? value}`}
                className="rounded p-1 text-muted hover:bg-hover hover:text-text"
                onClick={() => onPick(picked.filter((one) => one !== value))}
              >
                <X aria-hidden size={12} />
              </button>
            </span>
          </li>
        ))}
        {picked.length === 0 && none && <li className="text-faint">{none}</li>}
      </ul>
      <Select
        label={`Add to: ${label}`}
        hiddenLabel
        name=""
        value=""
        placeholder="Add…"
        options={options.filter(({ value }) => !picked.includes(value))}
        onChange={({ target }) => target.value && onPick([...picked, target.value])}
      />
    </div>
  );
}

interface PickListProps extends Pick<PicksProps, 'label' | 'options' | 'none'> {
  readonly name: string;
  readonly value: readonly string[];
  readonly hint?: string;
  readonly error?: readonly string[];
}

/** A field of a form that sends what is picked as a list in JSON. */
export function PickList({ label, name, value, hint, error = [], ...rest }: PickListProps) {
  const [picked, setPicked] = useState(value);
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1">
      <span id={id} className="font-medium">
        {label}
      </span>
      <input type="hidden" name={name} value={JSON.stringify(picked)} />
      <Picks label={label} picked={picked} onPick={setPicked} {...rest} />
      <FieldNotes id={id} hint={hint} messages={error} />
    </div>
  );
}
