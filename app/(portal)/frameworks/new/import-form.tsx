'use client';

import { useActionState, useState } from 'react';
import { CodeArea } from '@/app/_ui/code-area';
import { FileInput } from '@/app/_ui/file-input';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { importFramework } from '../actions';

const formats = [
  { value: 'yaml', label: 'YAML' },
  { value: 'json', label: 'JSON' },
  { value: 'csv', label: 'CSV' },
  { value: 'xlsx', label: 'Workbook (XLSX)' },
  { value: 'oscal', label: 'OSCAL catalog (JSON)' },
];
const headFields = [
  { name: 'head.id', label: 'Id', hint: 'Lower-case letters, digits and dashes; never changed later' },
  { name: 'head.title', label: 'Title' },
  { name: 'head.version', label: 'Version' },
  { name: 'head.asOf', label: 'As of', hint: 'The day up to which the source was read, YYYY-MM-DD' },
];
const mostBytes = 900_000;

/** What a file holds, in base64. */
const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
    reader.readAsDataURL(file);
  });

/** A pack as text, written here or taken from a file, or a workbook. */
export function ImportForm({ content, reason }: { content: string; reason: string | null }) {
  const [state, submit] = useActionState(importFramework, {});
  const [text, setText] = useState(content);
  const [format, setFormat] = useState('yaml');
  const error = (name: string) => state.fields?.[name];
  const [answered, setAnswered] = useState({ state, times: 0 });
  if (answered.state !== state) setAnswered({ state, times: answered.times + 1 });
  const isWorkbook = format === 'xlsx';
  const hasOwnHead = format === 'yaml' || format === 'json';
  async function chosen(file: File) {
    const kind = /\.(xlsx|csv|json)$/i.exec(file.name)?.[1]?.toLowerCase();
    setText(kind === 'xlsx' ? await base64Of(file) : await file.text());
    if (kind !== 'json' || format !== 'oscal') setFormat(kind ?? 'yaml');
  }
  return (
    <form action={submit} aria-label="Import a framework">
      <ToastWhen done={state.done} title="Stored. A later version comes into use once it is adopted" />
      <FormStack
        footer={
          <SubmitButton pendingText="Checking…" reason={reason ?? undefined}>
            Check and store
          </SubmitButton>
        }
      >
        <FormError problem={state.problem} />
        <FileInput
          label="From a file"
          name="file"
          accept=".yaml,.yml,.json,.csv,.xlsx"
          maxBytes={mostBytes}
          hint="Text fills in the field below; a workbook is read as it is. Larger files go through the REST API."
          onFiles={([file]) => file && void chosen(file)}
          error={isWorkbook ? error('content') : undefined}
        />
        {/* The browser resets a form that was answered; a new select shows what is chosen. */}
        <Select
          key={answered.times}
          label="Format"
          name="format"
          required
          options={formats}
          value={format}
          onChange={({ target }) => setFormat(target.value)}
          error={error('format')}
        />
        {!hasOwnHead &&
          headFields.map(({ name, ...field }) => (
            <TextInput
              key={name}
              name={name}
              {...field}
              required={format === 'csv' || (format === 'oscal' && name === 'head.id')}
              defaultValue={state.values?.[name] ?? ''}
              error={error(name)}
            />
          ))}
        {isWorkbook ? (
          <input type="hidden" name="content" value={text} />
        ) : (
          <CodeArea
            label="Controls"
            name="content"
            required
            rows={24}
            value={text}
            onChange={({ target }) => setText(target.value)}
            error={error('content')}
          />
        )}
      </FormStack>
    </form>
  );
}
