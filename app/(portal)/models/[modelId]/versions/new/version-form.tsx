'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { CodeArea } from '@/app/_ui/code-area';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { addModelVersion } from '../../../actions';
import { sourceKinds } from '../../../kinds';

export function VersionForm({ modelId }: { modelId: string }) {
  const [state, submit] = useActionState(addModelVersion, {});
  const [kind, setKind] = useState<string>('file');
  const router = useRouter();
  const added = state.done?.result.id;
  useEffect(() => {
    if (added) router.push(paths.modelVersion(modelId, added));
  }, [added, modelId, router]);
  return (
    <form action={submit} aria-label="Add model version">
      <input type="hidden" name="modelId" value={modelId} />
      <FormStack footer={<SubmitButton pendingText="Adding…">Add version</SubmitButton>}>
        <FormError problem={state.problem} />
        <Field state={state} name="version" label="Version" placeholder="1.0.0" />
        <Select
          label="Named by"
          name="source.kind"
          required
          options={sourceKinds}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          hint={sourceKinds.find(({ value }) => value === kind)?.hint}
        />
        <SourceFields kind={kind} state={state} />
        <CodeArea
          label="Model card"
          name="card"
          wrap="soft"
          rows={8}
          maxLength={100_000}
          hint="Text or Markdown, kept byte for byte and shown as text"
          defaultValue={state.values?.card}
          error={state.fields?.card}
        />
      </FormStack>
    </form>
  );
}

interface FieldProps {
  readonly state: FormState;
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly hint?: string;
  readonly required?: boolean;
}

const Field = ({ state, name, required = true, ...rest }: FieldProps) => (
  <TextInput
    {...rest}
    name={name}
    required={required}
    mono
    defaultValue={state.values?.[name]}
    error={state.fields?.[name]}
  />
);

function SourceFields({ kind, state }: { kind: string; state: FormState }) {
  const digest = <Field state={state} name="source.digest" label="Digest" placeholder="sha256:…" />;
  if (kind === 'oci')
    return (
      <>
        <Field
          state={state}
          name="source.repository"
          label="Repository"
          placeholder="registry.example/team/model"
          required={false}
        />
        {digest}
      </>
    );
  if (kind === 'huggingface')
    return (
      <>
        <Field state={state} name="source.repository" label="Repository" placeholder="owner/name" />
        <Field
          state={state}
          name="source.revision"
          label="Commit"
          placeholder="40 hexadecimal digits"
          hint="git rev-parse HEAD in the downloaded folder"
        />
        {digest}
      </>
    );
  if (kind === 'hosted') return <HostedFields state={state} />;
  return digest;
}

const HostedFields = ({ state }: { state: FormState }) => (
  <>
    <Alert tone="warning" title="Provider-asserted">
      No content digest exists for a hosted model: only its provider can say what runs. The version carries
      this mark everywhere.
    </Alert>
    <Field state={state} name="source.provider" label="Provider" placeholder="openai" />
    <Field
      state={state}
      name="source.model"
      label="Exact model"
      placeholder="gpt-4o-2024-08-06"
      hint="With its date; an alias such as latest moves and is refused"
    />
    <CodeArea
      label="Settings"
      name="source.config"
      rows={4}
      hint='A JSON object of settings that belong to its identity, for example {"temperature": 0}. No secrets.'
      defaultValue={state.values?.['source.config']}
      error={state.fields?.['source.config']}
    />
  </>
);
