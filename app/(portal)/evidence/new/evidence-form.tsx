'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { paths, withQuery } from '@/app/_lib/paths';
import { Checkbox } from '@/app/_ui/checkbox';
import { FileInput } from '@/app/_ui/file-input';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import type { RecordField } from '@/policies/frameworks/records';
import { addEvidence } from '../actions';
import { RecordFields } from './record-fields';
import { uploadEvidence } from './upload-evidence';

interface EvidenceFormProps {
  readonly types: readonly {
    readonly value: string;
    readonly label: string;
    readonly ways: readonly string[];
    readonly binding: string;
    readonly validDays: number;
    readonly form: readonly RecordField[];
  }[];
  readonly bindings: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: {
    readonly type?: string;
    readonly binding?: string;
    readonly supersedes?: string;
    /** The incident that a record assesses. */
    readonly incident?: string;
  };
  /** Where the form was opened from. */
  readonly back: string | undefined;
}
type State = FormState<{ id: string }>;
const wayWords: Readonly<Record<string, string>> = {
  record: 'A form, which checks can read',
  file: 'A file',
  link: 'A link',
  statement: 'In words',
};
const mostBytes = 100_000_000;

/** Files go to the upload address as they are; words go with the form. */
const submitted = (state: State, data: FormData): Promise<State> =>
  data.get('as') === 'file' ? uploadEvidence(data) : addEvidence(state, data);

export function EvidenceForm({ types, bindings, chosen, back }: EvidenceFormProps) {
  const [state, submit] = useActionState<State, FormData>(submitted, {});
  const [typeId, setType] = useState(chosen.type ?? '');
  const [way, setWay] = useState('');
  const [bound, setBound] = useState(chosen.binding ?? '');
  const router = useRouter();
  const made = state.done?.result.id;
  useEffect(() => {
    if (made) router.push(withQuery(paths.evidence(made), { back }));
  }, [made, back, router]);
  const type = types.find(({ value }) => value === typeId);
  const ways = type?.ways ?? [];
  const as = ways.includes(way) ? way : (ways[0] ?? '');
  const [kind = '', ...rest] = bound.split(' ');
  return (
    <form action={submit} aria-label="Add evidence">
      <input type="hidden" name="bindingKind" value={kind} />
      <input type="hidden" name="bindingId" value={rest.join(' ')} />
      {chosen.supersedes && <input type="hidden" name="supersedes" value={chosen.supersedes} />}
      <FormStack footer={<SubmitButton pendingText="Adding…">Add evidence</SubmitButton>}>
        <FormError problem={state.problem} />
        <Select
          label="Type"
          name="type"
          required
          placeholder="Choose what it is"
          options={types.map(({ value, label }) => ({ value, label }))}
          value={typeId}
          onChange={(event) => setType(event.target.value)}
          hint={type && hintOf(type)}
          error={state.fields?.type}
        />
        <TextInput
          label="Title"
          name="title"
          required
          maxLength={200}
          defaultValue={state.values?.title}
          error={state.fields?.title}
        />
        <Select
          label="Bound to"
          name="bound"
          required
          placeholder="Choose what it is about"
          options={[...bindings]}
          value={bound}
          onChange={(event) => setBound(event.target.value)}
          error={state.fields?.binding ?? state.fields?.bindingId}
        />
        {ways.length > 1 ? (
          <Select
            label="Given as"
            name="as"
            required
            options={ways.map((value) => ({ value, label: wayWords[value] ?? value }))}
            value={as}
            onChange={(event) => setWay(event.target.value)}
          />
        ) : (
          <input type="hidden" name="as" value={as} />
        )}
        <Content as={as} state={state} fields={type?.form ?? []} incident={chosen.incident} />
        <TextInput
          label="Valid for how many days"
          name="validDays"
          type="number"
          min={1}
          max={3650}
          hint="Shorter than the type's own limit; leave it empty to keep that"
          defaultValue={state.values?.validDays}
          error={state.fields?.validDays}
        />
      </FormStack>
    </form>
  );
}

const hintOf = ({ binding, validDays }: EvidenceFormProps['types'][number]) =>
  `Bound at most to the ${words(binding).toLowerCase()}; ${validDays === 0 ? 'no time limit' : `holds ${validDays} days`}`;

interface ContentProps {
  readonly as: string;
  readonly state: State;
  readonly fields: readonly RecordField[];
  readonly incident?: string;
}

function Content({ as, state, fields, incident }: ContentProps) {
  if (as === 'record')
    return <RecordFields fields={fields} values={state.values ?? { 'record.incident': incident }} />;
  if (as === 'file')
    return <FileInput label="File" name="file" required maxBytes={mostBytes} error={state.fields?.file} />;
  if (as === 'link')
    return (
      <>
        <TextInput
          label="Address"
          name="url"
          type="url"
          required
          maxLength={2000}
          placeholder="https://"
          defaultValue={state.values?.url}
          error={state.fields?.url ?? state.fields?.['content.url']}
        />
        <Checkbox
          label="Capture a copy now"
          name="capture"
          defaultChecked
          hint="The bytes behind a public address are fetched, hashed and kept; pages that need a sign-in cannot be"
        />
      </>
    );
  if (as === 'statement')
    return (
      <TextArea
        label="Record or statement"
        name="statement"
        required
        rows={8}
        maxLength={10_000}
        defaultValue={state.values?.statement}
        error={state.fields?.statement}
      />
    );
  return null;
}
