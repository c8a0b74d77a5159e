'use client';

import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { FieldNotes } from '@/app/_ui/field';
import { IconButton } from '@/app/_ui/icon-button';
import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import type { PackControl } from '@/server/checklists/schema/pack';
import { type CheckUse, CheckParams } from './check-params';
import { type Choices, titled } from './choices';

interface CheckUsesProps {
  readonly name: string;
  readonly value: PackControl['checks'];
  readonly checks: Choices['checks'];
  readonly error?: readonly string[];
}

const useOf = (one: PackControl['checks'][number]): CheckUse =>
  typeof one === 'string' ? { check: one, params: {} } : one;

/** The automated checks of a control, each with the parameters that are not as usual. */
export function CheckUses({ name, value, checks, error = [] }: CheckUsesProps) {
  const id = useId();
  const [uses, setUses] = useState(() => value.map(useOf));
  const known = new Map(checks.map((check) => [check.id, check]));
  const change = (changed: CheckUse) =>
    setUses(uses.map((use) => (use.check === changed.check ? changed : use)));
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-2">
      <span id={id} className="font-medium">
        Automated checks
      </span>
      <input
        type="hidden"
        name={name}
        value={JSON.stringify(uses.map((use) => (Object.keys(use.params).length > 0 ? use : use.check)))}
      />
      {uses.length === 0 && <p className="text-faint">None: people assess it</p>}
      {uses.map((use) => {
        const check = known.get(use.check);
        const title = check?.title ?? words(use.check);
        return (
          <div
            key={use.check}
            role="group"
            aria-label={title}
            className="flex flex-col gap-2 rounded-md border p-3"
          >
            <div className="flex items-start justify-between gap-2">
              <span className="min-w-0">
                {title} <code className="text-xs break-all text-muted">{use.check}</code>
              </span>
              <IconButton
                size="sm"
                label={`Take out ${title}`}
                icon={<X />}
                onClick={() => setUses(uses.filter((one) => one.check !== use.check))}
              />
            </div>
            {check && <p className="text-sm text-muted">Passes when: {check.passCondition}</p>}
            {check && check.params.length > 0 && <CheckParams use={use} check={check} onChange={change} />}
          </div>
        );
      })}
      <Select
        label="Add an automated check"
        hiddenLabel
        name=""
        value=""
        placeholder="Add…"
        options={titled(checks.filter((one) => uses.every(({ check }) => check !== one.id)))}
        onChange={({ target }) => target.value && setUses([...uses, { check: target.value, params: {} }])}
      />
      <FieldNotes id={id} hint="All have to pass. An empty parameter is as usual." messages={error} />
    </div>
  );
}
