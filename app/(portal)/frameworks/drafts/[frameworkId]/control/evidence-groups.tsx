'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { FieldNotes } from '@/app/_ui/field';
import { IconButton } from '@/app/_ui/icon-button';
import type { Option } from '@/app/_ui/select';
import { Picks } from './pick-list';

interface EvidenceGroupsProps {
  readonly name: string;
  readonly value: readonly (readonly string[])[];
  readonly options: readonly Option[];
  readonly error?: readonly string[];
}

/** Of each group one valid item is needed. Groups that are left empty are not sent. */
export function EvidenceGroups({ name, value, options, error = [] }: EvidenceGroupsProps) {
  const id = useId();
  const [groups, setGroups] = useState(() => value.map((types, key) => ({ key, types })));
  const filled = groups.flatMap(({ types }) => (types.length > 0 ? [types] : []));
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-2">
      <span id={id} className="font-medium">
        Evidence
      </span>
      <input type="hidden" name={name} value={JSON.stringify(filled)} />
      {groups.map(({ key, types }, index) => (
        <div key={key} className="flex flex-col gap-2 rounded-md border p-3">
          <div className="flex items-center justify-between gap-2">
            <span className="text-muted">{index === 0 ? 'One of these' : 'And one of these'}</span>
            <IconButton
              size="sm"
              label={`Take out group ${index + 1}`}
              icon={<X />}
              onClick={() => setGroups(groups.filter((one) => one.key !== key))}
            />
          </div>
          <Picks
            label={`Evidence of group ${index + 1}`}
            picked={types}
            onPick={(picked) =>
              setGroups(groups.map((one) => (one.key === key ? { key, types: picked } : one)))
            }
            options={options}
            between="or"
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus />}
          onClick={() =>
            setGroups([...groups, { key: Math.max(-1, ...groups.map(({ key }) => key)) + 1, types: [] }])
          }
        >
          Another group
        </Button>
      </div>
      <FieldNotes id={id} hint="Of each group one valid item is needed" messages={error} />
    </div>
  );
}
