'use client';

import { FolderCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { startTransition, useActionState, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { EmptyState } from '@/app/_ui/empty-state';
import { FileInput } from '@/app/_ui/file-input';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { handIn } from '../../../actions';
import { sendWithFiles } from './send-files';
import { WantedFields, type WantedRow } from './wanted-fields';

interface HandInFormProps {
  readonly rows: readonly WantedRow[];
  readonly reason: string | null;
}
const mostBytes = 100_000_000;
const mostFiles = 25;

/** Many items in one form: what somebody begins to fill in is handed in, the rest waits. */
export function HandInForm({ rows, reason }: HandInFormProps) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [progress, setProgress] = useState<number | null>(null);
  const router = useRouter();
  const [state, submit, isPending] = useActionState(async (before: FormState, data: FormData) => {
    data.delete('chosen');
    if (![...data.values()].includes('file')) return handIn(before, data);
    const answer = await sendWithFiles(data, files, setProgress);
    setProgress(null);
    if (answer.done) router.refresh();
    return answer;
  }, {});
  const wrong = files.length > mostFiles ? `At most ${mostFiles} files at once` : twice(files);
  const isTooLarge = files.some(({ size }) => size > mostBytes);
  return (
    <form
      aria-label="Hand in evidence"
      // A form action would empty every row when one is refused.
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        startTransition(() => submit(data));
      }}
    >
      <FormStack
        footer={
          rows.length > 0 && (
            <SubmitButton
              pendingText="Handing in…"
              reason={reason ?? (isTooLarge ? 'A file is too large' : wrong)}
            >
              Hand in what is filled in
            </SubmitButton>
          )
        }
      >
        <FormError problem={state.problem} />
        {rows.length === 0 && (
          <EmptyState framed icon={<FolderCheck />} title="Nothing is left to hand in">
            What is still open waits for checks, for an assessment or for signatures.
          </EmptyState>
        )}
        {rows.some(({ ways }) => ways.includes('file')) && (
          <FileInput
            label="Files"
            name="chosen"
            hint="Choose them once; below, say which item each of them serves. One file may serve several."
            multiple
            maxBytes={mostBytes}
            onFiles={setFiles}
            progress={isPending ? progress : null}
            error={wrong ?? undefined}
          />
        )}
        <ul className="flex flex-col gap-4">
          {rows.map((row, index) => (
            <li key={row.key}>
              <WantedFields row={row} at={index} files={files.map(({ name }) => name)} />
            </li>
          ))}
        </ul>
      </FormStack>
      <ToastWhen done={state.done} title="Evidence handed in" />
    </form>
  );
}

function twice(files: readonly File[]): string | null {
  const names = files.map(({ name }) => name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  return double === undefined ? null : `Two files are called ${double}; rename one of them`;
}
