'use client';

import { useState } from 'react';
import { Alert } from '@/app/_ui/alert';
import { Select } from '@/app/_ui/select';
import { TextInput } from '@/app/_ui/text-input';

type FieldOf = (name: string) => {
  readonly name: string;
  readonly defaultValue?: string;
  readonly error?: string[];
};

interface LangfuseFieldsProps {
  readonly field: FieldOf;
  readonly keys: readonly string[];
  /** The first kind of source; traces are the second. */
  readonly first: 'dataset' | 'run';
}

const firstLabels = { dataset: 'A dataset', run: 'A dataset run (experiment)' } as const;

/** Where Langfuse is, which variable holds its keys, and what is to be read there. */
export function LangfuseFields({ field, keys, first }: LangfuseFieldsProps) {
  const asked = field('source.kind');
  const [kind, setKind] = useState(asked.defaultValue ?? first);
  return (
    <>
      <TextInput
        label="Address of Langfuse"
        {...field('baseUrl')}
        required
        type="url"
        mono
        placeholder="https://cloud.langfuse.com"
      />
      <Select
        label="Keys"
        {...field('keyRef')}
        required
        placeholder="Choose a variable"
        hint="A variable of the server's environment that holds HOST PUBLIC_KEY:SECRET_KEY. The keys go to that host only."
        options={keys.map((value) => ({ value, label: value }))}
      />
      <Select
        label="What to read"
        required
        {...asked}
        value={kind}
        defaultValue={undefined}
        onChange={(event) => setKind(event.currentTarget.value)}
        options={[
          { value: first, label: firstLabels[first] },
          { value: 'traces', label: 'Traces' },
        ]}
      />
      {kind === 'traces' ? <TraceFields field={field} /> : <DatasetFields field={field} kind={first} />}
    </>
  );
}

const DatasetFields = ({ field, kind }: { field: FieldOf; kind: 'dataset' | 'run' }) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <TextInput label="Name of the dataset in Langfuse" {...field('source.dataset')} required />
    {kind === 'run' ? (
      <TextInput label="Name of the run" {...field('source.run')} required />
    ) : (
      <TextInput
        label="As it was at, UTC"
        {...field('source.version')}
        type="datetime-local"
        hint="Empty = as it is now"
      />
    )}
  </div>
);

const TraceFields = ({ field }: { field: FieldOf }) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <TextInput label="From, UTC" {...field('source.from')} required type="datetime-local" />
    <TextInput label="To, UTC" {...field('source.to')} required type="datetime-local" />
    <TextInput label="Name of the traces" {...field('source.name')} placeholder="any" />
    <TextInput
      label="Tags"
      {...field('source.tags')}
      placeholder="any"
      hint="Separated by commas; a trace must have all of them"
    />
  </div>
);

/** How the operator gives the portal the keys of a Langfuse project, for a server that has none. */
export const NoLangfuseKeys = () => (
  <Alert tone="info" title="No keys on this server">
    The keys of a Langfuse project are set on the server as COUNTERSIGN_TARGET_KEY_NAME=&quot;HOST
    PUBLIC_KEY:SECRET_KEY&quot;. They are sent to that host only, and they are never stored or shown.
  </Alert>
);
