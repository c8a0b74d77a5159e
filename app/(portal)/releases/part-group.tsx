'use client';

import { Checkbox } from '@/app/_ui/checkbox';
import type { Option } from '@/app/_ui/select';

export interface Group {
  /** As the API calls the list of ids. */
  readonly name: string;
  readonly label: string;
  readonly options: readonly Option[];
  /** Ids that are in the release already. */
  readonly chosen?: readonly string[];
}

/** The versions of one kind that a release can be made of. */
export function PartGroup({ group, error }: { group: Group; error?: string }) {
  return (
    <fieldset className="rounded-md border p-4">
      <legend className="px-1 text-sm font-medium">{group.label}</legend>
      {group.options.length === 0 && <p className="text-sm text-muted">None registered yet.</p>}
      <div className="grid gap-2 sm:grid-cols-2">
        {group.options.map(({ value, label }) => (
          <Checkbox
            key={value}
            name={`${group.name}[]`}
            value={value}
            label={label}
            defaultChecked={group.chosen?.includes(value)}
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-2 text-sm text-negative">
          {error}
        </p>
      )}
    </fieldset>
  );
}
