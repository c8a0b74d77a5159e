'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useState } from 'react';
import { paths } from '@/app/_lib/paths';
import { Button } from '@/app/_ui/button';
import { CodeArea } from '@/app/_ui/code-area';
import { FileInput } from '@/app/_ui/file-input';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { ToastWhen } from '@/app/_ui/toast';
import { formatOf } from '@/server/checklists/schema/pack-format';
import { textIn } from './import-file';
import { ImportPreview } from './import-preview';
import { type Given, type ImportState, sendImport } from './send-import';

const formats = [
  { value: 'yaml', label: 'YAML' },
  { value: 'json', label: 'JSON' },
  { value: 'csv', label: 'CSV' },
  { value: 'xlsx', label: 'Workbook (XLSX)' },
  { value: 'oscal', label: 'OSCAL catalog or profile' },
];
const headFields = [
  { name: 'head.id', label: 'Id', hint: 'Lower-case letters, digits and dashes; never changed later' },
  { name: 'head.title', label: 'Title' },
  { name: 'head.version', label: 'Version' },
  { name: 'head.asOf', label: 'As of', hint: 'The day up to which the source was read, YYYY-MM-DD' },
];
const mostBytes = 8_000_000;
/** More than that is no text that somebody edits here. */
const mostShown = 300_000;

/** A pack as text, written here or taken from a file, or a workbook; looked at before it is stored. */
export function ImportForm({ content, reason }: { content: string; reason: string | null }) {
  const router = useRouter();
  const [given, setGiven] = useState<Given>({ text: content, format: 'yaml', from: null, files: [] });
  const [state, submit] = useActionState(
    (_: ImportState, data: FormData): Promise<ImportState> => sendImport(data, given),
    {},
  );
  const result = state.done?.result;
  const stored = result && 'stored' in result ? result.stored : undefined;
  const preview = result && 'preview' in result && result.of === given.text ? result.preview : undefined;
  useEffect(() => {
    if (stored) router.push(paths.framework(stored.framework));
  }, [stored, router]);
  async function chosen(file: File) {
    const text = await textIn(file);
    const from = text.length > mostShown || /\.xlsx$/i.test(file.name) ? file.name : null;
    setGiven({ text, format: formatOf(file.name, text), from, files: given.files });
  }
  async function beside(list: readonly File[]) {
    const files = await Promise.all(
      list.map(async (file) => ({ name: file.name, content: await file.text() })),
    );
    setGiven((now) => ({ ...now, files }));
  }
  const footer = (
    <>
      <SubmitButton name="step" value="preview" variant={preview ? 'secondary' : 'primary'} reason={reason}>
        Preview
      </SubmitButton>
      <SubmitButton
        name="step"
        value="store"
        variant={preview ? 'primary' : 'secondary'}
        pendingText="Checking…"
        reason={reason}
      >
        Check and store
      </SubmitButton>
    </>
  );
  return (
    <>
      {/* Nothing is emptied by an answer: what was previewed is what is stored next. */}
      <form action={submit} onReset={(event) => event.preventDefault()} aria-label="Import a framework">
        <ToastWhen done={stored} title="Stored. A later version comes into use once it is adopted" />
        <FormStack footer={footer}>
          <FormError problem={state.problem} />
          <FileInput
            label="From a file"
            name="file"
            accept=".yaml,.yml,.json,.csv,.xlsx"
            maxBytes={mostBytes}
            hint="Its format is told by its name and its content."
            onFiles={([file]) => file && file.size <= mostBytes && void chosen(file)}
            error={given.from === null ? undefined : state.fields?.content}
          />
          <Fields given={given} state={state} onChange={setGiven} onFiles={(files) => void beside(files)} />
        </FormStack>
      </form>
      {preview && <ImportPreview preview={preview} />}
    </>
  );
}

interface FieldsProps {
  readonly given: Given;
  readonly state: ImportState;
  readonly onChange: (given: Given) => void;
  readonly onFiles: (files: readonly File[]) => void;
}

function Fields({ given, state, onChange, onFiles }: FieldsProps) {
  const { text, format, from, files } = given;
  const hasOwnHead = format === 'yaml' || format === 'json';
  const named = hasOwnHead ? [] : headFields.map((field) => ({ ...field, required: format === 'csv' }));
  const prefix = {
    name: 'idPrefix',
    label: 'Prefix of the control ids',
    hint: 'Where another framework has these ids already, such as a catalog of ours: "house-"',
    required: false,
  };
  return (
    <>
      <Select
        label="Format"
        name="format"
        required
        options={formats}
        value={format}
        onChange={({ target }) => onChange({ ...given, format: target.value })}
        error={state.fields?.format}
      />
      {[...named, ...(format === 'oscal' ? [prefix] : [])].map((field) => (
        <TextInput
          key={field.name}
          {...field}
          defaultValue={state.values?.[field.name] ?? ''}
          error={state.fields?.[field.name]}
        />
      ))}
      {format === 'oscal' && (
        <FileInput
          label="Catalogs that a profile imports"
          name="beside"
          multiple
          accept=".json,.yaml,.yml"
          hint={
            files.length > 0
              ? `Sent with it: ${files.map(({ name }) => name).join(', ')}`
              : 'Not needed for a framework that is here, nor for what is attached to the profile. Nothing is fetched.'
          }
          onFiles={onFiles}
          error={state.fields?.files}
        />
      )}
      {from === null ? (
        <CodeArea
          label="Controls"
          name="content"
          required
          rows={24}
          value={text}
          onChange={({ target }) => onChange({ ...given, text: target.value })}
          error={state.fields?.content}
        />
      ) : (
        <p className="flex items-center gap-2 text-muted">
          Read from {from}, {text.length.toLocaleString('en')} characters
          <Button size="sm" onClick={() => onChange({ ...given, text: '', format: 'yaml', from: null })}>
            Write it here instead
          </Button>
        </p>
      )}
    </>
  );
}
