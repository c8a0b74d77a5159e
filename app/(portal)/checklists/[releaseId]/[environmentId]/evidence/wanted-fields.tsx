'use client';

import { useState } from 'react';
import { Chip } from '@/app/_ui/chip';
import { LinkButton } from '@/app/_ui/link-button';
import { Select } from '@/app/_ui/select';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import type { RecordField } from '@/policies/frameworks/records';
import { RecordFields } from '../../../../evidence/new/record-fields';

export interface WantedRow {
  readonly key: string;
  readonly type: string;
  readonly title: string;
  readonly binding: { readonly kind: string; readonly id: string };
  readonly boundTo: string;
  readonly ways: readonly string[];
  readonly form: readonly RecordField[];
  /** What is filled in already, by the names of the form's fields. */
  readonly given: Readonly<Record<string, string>>;
  readonly serves: readonly string[];
  readonly alternatives: readonly string[];
  readonly isStale: boolean;
  /** Where it is given alone, with a file or a captured page. */
  readonly ownForm: string;
}
const wayWords: Readonly<Record<string, string>> = {
  record: 'A form, which checks can read',
  file: 'A file',
  link: 'A link',
  statement: 'In words',
};
const shownAtMost = 40;

interface WantedFieldsProps {
  readonly row: WantedRow;
  readonly at: number;
  /** Names of the files that were chosen for all of them. */
  readonly files: readonly string[];
}

/** One item: what it is and serves, and its fields, which open when it is chosen. */
export function WantedFields({ row, at, files }: WantedFieldsProps) {
  const [isChosen, choose] = useState(false);
  const about = Object.values(row.given).join(', ');
  const name = about ? `${row.title}: ${about}` : row.title;
  const isAlone = row.ways.length === 0 || row.type.startsWith('lnk.');
  return (
    <fieldset className="rounded-md border p-3">
      <legend className="sr-only">{name}</legend>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <label className="flex min-w-0 items-start gap-2">
          {!isAlone && (
            <input
              type="checkbox"
              name="rows[]"
              value={at}
              checked={isChosen}
              onChange={(event) => choose(event.target.checked)}
              className="mt-0.5"
            />
          )}
          <span className="font-medium">{name}</span>
        </label>
        <span className="flex flex-wrap items-center gap-2">
          {row.isStale && <Chip tone="warning">stale</Chip>}
          <Chip title={row.boundTo}>
            bound to {row.binding.kind === 'org' ? 'organisation' : row.boundTo}
          </Chip>
          <LinkButton href={row.ownForm} size="sm" variant="ghost">
            {isAlone ? 'Add' : 'Add alone'}
          </LinkButton>
        </span>
      </div>
      <Serves {...row} />
      {isChosen && <Fields row={row} prefix={`${at}.`} files={files} />}
    </fieldset>
  );
}

function Serves({ serves, alternatives }: WantedRow) {
  return (
    <details className="mt-1 pl-6 text-xs text-muted">
      <summary className="cursor-pointer">
        serves {serves.length} {serves.length === 1 ? 'control' : 'controls'}
        {alternatives.length > 0 && `; instead: ${alternatives.join(' or ')}`}
      </summary>
      <ul className="mt-1 list-disc pl-4">
        {serves.slice(0, shownAtMost).map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </details>
  );
}

interface FieldsProps {
  readonly row: WantedRow;
  readonly prefix: string;
  readonly files: readonly string[];
}

function Fields({ row, prefix, files }: FieldsProps) {
  const [as, setWay] = useState(
    (files.length > 0 && row.ways.find((way) => way === 'file')) || row.ways[0] || '',
  );
  const given = Object.entries(row.given).map(([name, value]) => [`${prefix}record.${name}`, value] as const);
  return (
    <div className="mt-3 flex flex-col gap-3 pl-6">
      <input type="hidden" name={`${prefix}type`} value={row.type} />
      <input type="hidden" name={`${prefix}bindingKind`} value={row.binding.kind} />
      <input type="hidden" name={`${prefix}bindingId`} value={row.binding.id} />
      <TextInput label="Title" name={`${prefix}title`} required maxLength={200} defaultValue={row.title} />
      {row.ways.length > 1 ? (
        <Select
          label="Given as"
          name={`${prefix}as`}
          required
          options={row.ways.map((value) => ({ value, label: wayWords[value] ?? value }))}
          value={as}
          onChange={(event) => setWay(event.target.value)}
        />
      ) : (
        <input type="hidden" name={`${prefix}as`} value={as} />
      )}
      {as === 'record' && (
        <RecordFields fields={row.form} values={Object.fromEntries(given)} prefix={`${prefix}record.`} />
      )}
      {as === 'file' && (
        <Select
          key={files.join()}
          label="File"
          name={`${prefix}file`}
          required
          placeholder={files.length === 0 ? 'Choose files above first' : 'Which of the files above'}
          options={files.map((value) => ({ value, label: value }))}
          defaultValue={files.length === 1 ? files[0] : ''}
        />
      )}
      {as === 'link' && (
        <TextInput
          label="Address"
          name={`${prefix}url`}
          type="url"
          required
          maxLength={2000}
          placeholder="https://"
        />
      )}
      {as === 'statement' && (
        <TextArea
          label="Record or statement"
          name={`${prefix}statement`}
          required
          rows={3}
          maxLength={10_000}
        />
      )}
    </div>
  );
}
