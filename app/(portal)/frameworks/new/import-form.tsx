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
  { value: 'oscal', label: 'OSCAL catalog (JSON)' },
];
const headFields = [
  { name: 'head.id', label: 'Id', hint: 'Lower-case letters, digits and dashes; never changed later' },
  { name: 'head.title', label: 'Title' },
  { name: 'head.version', label: 'Version' },
  { name: 'head.asOf', label: 'As of', hint: 'The day up to which the source was read, YYYY-MM-DD' },
];
const mostBytes = 900_000;

/** A pack as text: written here or taken from a file. */
export function ImportForm({ content, reason }: { content: string; reason: string | null }) {
  const [state, submit] = useActionState(importFramework, {});
  const [text, setText] = useState(content);
  const [format, setFormat] = useState('yaml');
  const error = (name: string) => state.fields?.[name];
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
          accept=".yaml,.yml,.json,.csv"
          maxBytes={mostBytes}
          hint="Fills in the text below. Larger files go through the REST API."
          onFiles={([file]) => void file?.text().then(setText)}
        />
        <Select
          label="Format"
          name="format"
          required
          options={formats}
          value={format}
          onChange={({ target }) => setFormat(target.value)}
          error={error('format')}
        />
        {(format === 'csv' || format === 'oscal') &&
          headFields.map(({ name, ...field }) => (
            <TextInput
              key={name}
              name={name}
              {...field}
              required={format === 'csv' || name === 'head.id'}
              defaultValue={state.values?.[name] ?? ''}
              error={error(name)}
            />
          ))}
        <CodeArea
          label="Controls"
          name="content"
          required
          rows={24}
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={error('content')}
        />
      </FormStack>
    </form>
  );
}
