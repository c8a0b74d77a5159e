'use client';

import { Checkbox } from '@/app/_ui/checkbox';
import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { TextInput } from '@/app/_ui/text-input';
import type { PackControl } from '@/server/checklists/schema/pack';
import type { Choices } from './choices';
import { Picks } from './pick-list';

export type CheckUse = Exclude<PackControl['checks'][number], string>;
type Check = Choices['checks'][number];
type Param = Check['params'][number];
type Value = CheckUse['params'][string];

interface CheckParamsProps {
  readonly use: CheckUse;
  readonly check: Check;
  readonly onChange: (use: CheckUse) => void;
}

const said = (value: unknown): string =>
  Array.isArray(value)
    ? value.join(', ')
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : String(value ?? 'none');

/** A field for each parameter that the check reads, within its range; what nothing reads is named. */
export function CheckParams({ use, check, onChange }: CheckParamsProps) {
  const set = (name: string, value: Value | undefined) => {
    const { [name]: _, ...others } = use.params;
    onChange({ check: use.check, params: value === undefined ? others : { ...others, [name]: value } });
  };
  const kept = check.params.filter(
    ({ kind, name }) => kind === 'kept' && (name in use.params || name in check.usual),
  );
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {check.params
          .filter(({ kind }) => kind !== 'kept')
          .map((param) => (
            <ParamField
              key={param.name}
              param={param}
              value={use.params[param.name]}
              usual={check.usual[param.name]}
              onChange={(value) => set(param.name, value)}
            />
          ))}
      </div>
      {kept.length > 0 && (
        <p className="text-xs text-muted">
          Kept with it, read by nothing here:{' '}
          {kept.map(({ name }) => `${name} ${said(use.params[name] ?? check.usual[name])}`).join('; ')}
        </p>
      )}
    </>
  );
}

interface ParamFieldProps {
  readonly param: Param;
  /** undefined: as usual. */
  readonly value: Value | undefined;
  readonly usual: unknown;
  readonly onChange: (value: Value | undefined) => void;
}

function ParamField({ param, value, usual, onChange }: ParamFieldProps) {
  const { name, label, hint, kind, min, max, options, isNullable } = param;
  const asUsual = usual === undefined ? 'usually not set' : `usually ${said(usual)}`;
  const range = min === undefined ? null : `${min} to ${max}`;
  const notes = [hint ?? range, asUsual].filter(Boolean).join('; ');
  if (kind === 'choice')
    return (
      <Select
        label={label}
        name=""
        hint={notes}
        value={typeof value === 'string' ? value : ''}
        placeholder="As usual"
        options={(options ?? []).map((one) => ({ value: one, label: words(one) }))}
        onChange={({ target }) => onChange(target.value || undefined)}
      />
    );
  if (kind === 'list' && options)
    return (
      <div className="flex flex-col gap-1">
        <span className="font-medium">{label}</span>
        <Picks
          label={label}
          picked={Array.isArray(value) ? value : []}
          onPick={(picked) => onChange(picked.length > 0 ? [...picked] : undefined)}
          options={options.map((one) => ({ value: one, label: words(one) }))}
        />
        <span className="text-xs text-muted">{notes}</span>
      </div>
    );
  const isNumber = kind === 'whole' || kind === 'number';
  return (
    <div className="flex flex-col gap-1">
      <TextInput
        label={label}
        name=""
        hint={notes}
        disabled={value === null}
        {...(isNumber
          ? { type: 'number', min, max, step: kind === 'whole' ? 1 : 'any' }
          : { maxLength: 300 })}
        placeholder={usual === undefined ? '' : said(usual)}
        value={value === undefined || value === null ? '' : said(value)}
        onChange={({ target }) => onChange(readAs(kind, target.value))}
      />
      {isNullable && (
        <Checkbox
          label="No limit"
          name=""
          aria-label={`No limit: ${name}`}
          checked={value === null}
          onChange={({ target }) => onChange(target.checked ? null : undefined)}
        />
      )}
    </div>
  );
}

function readAs(kind: Param['kind'], text: string): Value | undefined {
  if (text === '') return undefined;
  if (kind === 'list') return text.split(',').map((one) => one.trim());
  return kind === 'words' ? text : Number(text);
}
