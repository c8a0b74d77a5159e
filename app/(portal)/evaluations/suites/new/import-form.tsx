'use client';

import Link from 'next/link';
import { useActionState, useState } from 'react';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { CodeArea } from '@/app/_ui/code-area';
import { FileInput } from '@/app/_ui/file-input';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import type { BroughtSuite } from '@/server/evaluations/schema/suite-sources';
import { ImportPreview } from './import-preview';
import { lookedAt, sendSuiteImport, type SuiteImportState } from './send-import';

const mostBytes = 1_000_000;

/** A promptfoo configuration, pasted or from a file; looked at before it is stored. */
export function ImportForm({ reason }: { reason: string | null }) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [state, submit] = useActionState(
    (_: SuiteImportState, data: FormData): Promise<SuiteImportState> => sendSuiteImport(data, text),
    {},
  );
  const result = state.done?.result;
  if (result && 'brought' in result) return <Imported brought={result.brought} />;
  const preview =
    result && 'preview' in result && result.of === lookedAt(text, name.trim()) ? result.preview : undefined;
  const taken = preview && preview.taken.length > 0 ? 'The name is taken: choose another one' : null;
  return (
    <>
      <form action={submit} aria-label="Import from promptfoo">
        <FormStack
          footer={
            <>
              <SubmitButton
                name="step"
                value="preview"
                variant={preview ? 'secondary' : 'primary'}
                reason={reason}
              >
                Preview
              </SubmitButton>
              <SubmitButton
                name="step"
                value="import"
                variant={preview ? 'primary' : 'secondary'}
                pendingText="Importing…"
                reason={reason ?? (preview ? taken : 'Look at the preview first')}
              >
                Import
              </SubmitButton>
            </>
          }
        >
          <FormError problem={state.problem} />
          <FileInput
            label="From a file"
            name="file"
            accept=".yaml,.yml,.json"
            maxBytes={mostBytes}
            hint="promptfooconfig.yaml. What lies in other files or runs code is not taken over, and named."
            onFiles={([file]) => file && file.size <= mostBytes && void file.text().then(setText)}
          />
          <CodeArea
            label="Configuration"
            name="text"
            required
            rows={16}
            value={text}
            onChange={({ target }) => setText(target.value)}
            error={state.fields?.['text']?.slice()}
          />
          <TextInput
            label="Name"
            name="name"
            required
            mono
            maxLength={64}
            value={name}
            onChange={({ target }) => setName(target.value)}
            hint="Of the suite, its dataset and its prompt: lower-case letters, digits, dots, dashes, underscores."
            error={state.fields?.['name']?.slice()}
          />
          <TextInput
            label="Description"
            name="description"
            maxLength={2000}
            hint="Empty: the description of the file."
            defaultValue={state.values?.['description']}
            error={state.fields?.['description']?.slice()}
          />
        </FormStack>
      </form>
      {preview && <ImportPreview preview={preview} />}
    </>
  );
}

const Imported = ({
  brought: { suite, datasetId, promptId, caseCount, remarkCount },
}: {
  brought: BroughtSuite;
}) => (
  <Alert tone="positive" title={`Imported: ${caseCount} ${caseCount === 1 ? 'case' : 'cases'}`} live>
    <ul className="list-disc pl-5">
      <Made label="Suite" href={paths.suite(suite.id)} name={suite.name} />
      <Made label="Dataset" href={paths.dataset(datasetId)} name={suite.name} />
      {promptId && <Made label="Prompt" href={paths.prompt(promptId)} name={suite.name} />}
    </ul>
    <p>
      {remarkCount > 0 && `${remarkCount} remarks were shown in the preview. `}
      No threshold is set: set one for the measure &quot;checks&quot; in a new version of the suite.
    </p>
  </Alert>
);

const Made = ({ label, href, name }: { label: string; href: string; name: string }) => (
  <li>
    {label}{' '}
    <Link href={href} className="text-accent underline">
      {name}
    </Link>
  </li>
);
