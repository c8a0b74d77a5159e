'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { FieldNotes } from '@/app/_ui/field';
import { IconButton } from '@/app/_ui/icon-button';
import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { TextInput } from '@/app/_ui/text-input';
import { relations } from '@/policies/frameworks/contract';
import type { PackControl } from '@/server/checklists/schema/pack';
import { type Choices, spoken } from './choices';

type Relation = PackControl['mapsTo'][number];

interface RelationsProps {
  readonly name: string;
  readonly value: readonly Relation[];
  readonly controls: Choices['controls'];
  readonly error?: readonly string[];
}

/** How this control stands to others, of this framework and of the rest. */
export function Relations({ name, value, controls, error = [] }: RelationsProps) {
  const id = useId();
  const [all, setAll] = useState(value);
  const [relation, setRelation] = useState<Relation['relation']>('intersects-with');
  const [other, setOther] = useState('');
  const titles = new Map(controls.map((control) => [control.id, control]));
  const isKnown = titles.has(other) && !all.some((one) => one.id === other);
  return (
    <div className="flex flex-col gap-3">
      <input type="hidden" name={name} value={JSON.stringify(all)} />
      <ul className="flex flex-col gap-1 empty:hidden" aria-label="Related controls">
        {all.map((one) => (
          <li key={one.id} className="flex items-center justify-between gap-2 rounded-md border px-3 py-1">
            <span className="min-w-0">
              <span className="text-muted">{words(one.relation)}</span> {titles.get(one.id)?.title ?? one.id}{' '}
              <code className="text-xs break-all">{one.id}</code>
            </span>
            <IconButton
              size="sm"
              label={`Take out ${one.id}`}
              icon={<X />}
              onClick={() => setAll(all.filter((kept) => kept.id !== one.id))}
            />
          </li>
        ))}
      </ul>
      <div className="grid items-end gap-2 sm:grid-cols-[10rem_minmax(0,1fr)_auto]">
        <Select
          label="This control is"
          name=""
          required
          options={spoken(relations)}
          value={relation}
          onChange={({ target }) => setRelation(target.value as Relation['relation'])}
        />
        <TextInput
          label="Id of the other"
          name=""
          list={`${id}-controls`}
          mono
          value={other}
          onChange={({ target }) => setOther(target.value.trim())}
        />
        <Button
          icon={<Plus />}
          reason={isKnown ? null : 'Choose a control that exists and is not in the list yet'}
          onClick={() => {
            setAll([...all, { id: other, relation }]);
            setOther('');
          }}
        >
          Add
        </Button>
      </div>
      <datalist id={`${id}-controls`}>
        {controls.map((control) => (
          <option
            key={control.id}
            value={control.id}
          >{`${control.title} (${words(control.framework)})`}</option>
        ))}
      </datalist>
      <FieldNotes id={id} messages={error} />
    </div>
  );
}
