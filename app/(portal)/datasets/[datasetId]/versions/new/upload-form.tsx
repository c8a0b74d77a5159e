'use client';

import { Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Button } from '@/app/_ui/button';
import { FileInput } from '@/app/_ui/file-input';
import { FormStack } from '@/app/_ui/form-stack';
import { TextInput } from '@/app/_ui/text-input';
import { useToast } from '@/app/_ui/toast';
import { sendFile } from '@/app/_lib/send-file';

interface UploadFormProps {
  readonly datasetId: string;
  readonly maxBytes: number;
  readonly reason: string | null;
  /** Whose export the file is. */
  readonly from?: 'langfuse';
}

const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  ndjson: 'application/jsonl',
};
/** Langfuse exports lists too. */
const exportTypes = { ...contentTypes, json: 'application/json' };

export function UploadForm({ datasetId, maxBytes, reason, from }: UploadFormProps) {
  const types = from ? exportTypes : contentTypes;
  const { progress, problem, send } = useUpload(datasetId, types, from);
  const [file, setFile] = useState<File>();
  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const message = new FormData(event.currentTarget).get('message');
    if (file) void send(file, typeof message === 'string' ? message : '');
  };
  return (
    <form onSubmit={submit} aria-label={from ? 'Upload an export of Langfuse' : 'Upload dataset version'}>
      <FormStack
        footer={
          <Button
            type="submit"
            variant="primary"
            icon={<Upload aria-hidden />}
            reason={reason ?? (file ? null : 'Choose a file first')}
            aria-disabled={progress !== null || undefined}
          >
            {progress === null ? 'Upload' : progress < 1 ? 'Uploading…' : 'Checking the rows…'}
          </Button>
        }
      >
        {problem && (
          <Alert tone="negative" live title="Nothing was kept">
            {problem}
          </Alert>
        )}
        <FileInput
          label="File"
          name="file"
          required
          accept={Object.keys(types)
            .map((ending) => `.${ending}`)
            .join(',')}
          maxBytes={maxBytes}
          progress={progress === null || progress < 1 ? progress : null}
          onFiles={([chosen]) => setFile(chosen)}
        />
        <TextInput
          label="Message"
          name="message"
          maxLength={500}
          placeholder="What changed since the last version"
        />
      </FormStack>
    </form>
  );
}

/** Sends the file and goes to the version it became. `progress` is null while nothing runs. */
function useUpload(datasetId: string, types: typeof contentTypes, from: 'langfuse' | undefined) {
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string>();
  const router = useRouter();
  const toast = useToast();
  const send = async (file: File, message: string) => {
    if (progress !== null) return;
    const contentType = types[file.name.split('.').at(-1)?.toLowerCase() ?? ''];
    if (!contentType) return setProblem(`The name of the file must end in ${Object.keys(types).join(', ')}`);
    setProblem(undefined);
    setProgress(0);
    try {
      const url = paths.uploadDatasetVersion(datasetId, message, from);
      const { status, body } = await sendFile({ url, file, contentType, onProgress: setProgress });
      if (status !== 200) return setProblem(String(body['detail'] ?? `The server answered ${status}`));
      if (body['unchanged'])
        toast({ title: `Unchanged: this is version ${String(body['number'])}`, tone: 'info' });
      router.push(paths.datasetVersion(datasetId, String(body['id'])));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
    }
  };
  return { progress, problem, send };
}
