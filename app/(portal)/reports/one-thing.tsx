'use client';

import { Select } from '@/app/_ui/select';
import { documents, formats, oscalDocuments } from './kinds';

interface Props {
  readonly kind: string;
  readonly systems: readonly { readonly value: string; readonly label: string }[];
  readonly values: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, readonly string[] | undefined>>;
}

/** What else is asked about files of one system or release: which document, in which format, of which system. */
export function OneThing({ kind, systems, values, fields }: Props) {
  const errors = (name: string) => [...(fields[name] ?? [])];
  return (
    <>
      <Select
        key={kind}
        label="Document"
        name="document"
        required
        options={kind === 'document' ? documents : oscalDocuments}
        defaultValue={values['document'] ?? (kind === 'document' ? 'ropa' : 'package')}
        error={errors('document')}
      />
      {kind === 'document' && <Format value={values['format']} error={errors('format')} />}
      <Select
        label="System"
        name="systemId"
        hint="Before any release: then name no release."
        placeholder="None, a release"
        options={systems}
        defaultValue={values['systemId'] ?? ''}
        error={errors('systemId')}
      />
    </>
  );
}

interface FormatProps {
  readonly value: string | undefined;
  readonly error: readonly string[] | undefined;
}

export function Format({ value, error }: FormatProps) {
  return (
    <Select
      label="Format"
      name="format"
      required
      options={formats}
      defaultValue={value ?? 'pdf'}
      error={[...(error ?? [])]}
    />
  );
}
