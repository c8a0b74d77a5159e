'use client';

import { Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/app/_lib/paths';
import { sendFile } from '@/app/_lib/send-file';
import { Alert } from '@/app/_ui/alert';
import { Button } from '@/app/_ui/button';
import { FileInput } from '@/app/_ui/file-input';
import { FormStack } from '@/app/_ui/form-stack';
import { TextInput } from '@/app/_ui/text-input';
import { CaseKeyInput, KeySelect, ModelVersionSelect, type RunChoices } from './choices';

interface RecordedFormProps extends RunChoices {
  readonly maxBytes: number;
  /** Whose export the file is. */
  readonly from?: 'langfuse';
}
const accepted = { jsonl: 'application/jsonl', ndjson: 'application/jsonl' };
/** Langfuse exports lists and tables too. */
const exported = { ...accepted, json: 'application/json', csv: 'text/csv' };

export function RecordedForm({ from, ...choices }: RecordedFormProps) {
  const types = from ? exported : accepted;
  const { progress, problem, send } = useRecorded(choices.suiteVersionId, types, from);
  const [file, setFile] = useState<File>();
  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (file) void send(file, new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={submit} aria-label={from ? 'Judge an export of Langfuse' : 'Judge recorded outputs'}>
      <FormStack
        footer={
          <Button
            type="submit"
            variant="primary"
            icon={<Upload aria-hidden />}
            reason={choices.reason ?? (file ? null : 'Choose a file first')}
            aria-disabled={progress !== null || undefined}
          >
            {progress === null ? 'Upload and judge' : progress < 1 ? 'Uploading…' : 'Matching the cases…'}
          </Button>
        }
      >
        {problem && (
          <Alert tone="negative" live title="Nothing was kept">
            {problem}
          </Alert>
        )}
        <FileInput
          label={from ? 'Export of Langfuse' : 'Recorded outputs'}
          name="file"
          required
          accept={Object.keys(types)
            .map((ending) => `.${ending}`)
            .join(',')}
          maxBytes={choices.maxBytes}
          hint={
            from
              ? 'Traces or observations as JSON, JSON Lines or CSV'
              : 'JSON Lines: {"id", "output", "model"?, "usage"?, "latencyMs"?, "firstTokenMs"?, "costUsd"?}. Every id is a case of the dataset.'
          }
          progress={progress === null || progress < 1 ? progress : null}
          onFiles={([chosen]) => setFile(chosen)}
        />
        {from && <CaseKeyInput name="caseKey" />}
        <ModelVersionSelect name="modelVersionId" options={choices.modelVersions} />
        {choices.hasJudge && <KeySelect label="Key of the judge" keys={choices.keys} name="judgeKeyRef" />}
        {choices.hasCosts && (
          <TextInput
            label="Budget, US dollars"
            name="budget"
            inputMode="decimal"
            placeholder="no limit"
            hint="For judges and scorers: the run stops before they cost more. The answers are there already."
          />
        )}
      </FormStack>
    </form>
  );
}

/** Sends the file and goes to the run it started. `progress` is null while nothing runs. */
function useRecorded(
  suiteVersionId: string,
  types: Readonly<Record<string, string>>,
  from: 'langfuse' | undefined,
) {
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string>();
  const router = useRouter();
  const send = async (file: File, data: FormData) => {
    if (progress !== null) return;
    setProblem(undefined);
    setProgress(0);
    const text = (name: string) => String(data.get(name) ?? '');
    const names = ['modelVersionId', 'judgeKeyRef', 'budget', 'caseKey'] as const;
    const query = { from, ...Object.fromEntries(names.map((name) => [name, text(name)])) };
    try {
      const url = paths.uploadRecorded(suiteVersionId, query);
      const contentType = types[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/jsonl';
      const { status, body } = await sendFile({ url, file, contentType, onProgress: setProgress });
      if (status === 200) router.push(paths.run(String(body['id'])));
      else setProblem(String(body['detail'] ?? `The server answered ${status}`));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
    }
  };
  return { progress, problem, send };
}
