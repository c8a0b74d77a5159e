'use client';
import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useFormStatus } from 'react-dom';
import { Field, type FieldProps } from './field';
import { bytes } from './format-number';
import { Progress } from './progress';

export interface FileInputProps extends FieldProps {
  /** As the browser takes it: ".csv,.jsonl". */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Larger files are named before anything is sent. */
  readonly maxBytes?: number;
  /** 0..1 while an upload runs; while a form is pending and nothing is given, the bar has no end. */
  readonly progress?: number | null;
  readonly onFiles?: (files: readonly File[]) => void;
}

/** A drop zone over the browser's own file input, so that it also works without scripts. */
export function FileInput({ accept, multiple, maxBytes, progress, onFiles, ...field }: FileInputProps) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [over, setOver] = useState(false);
  const { pending } = useFormStatus();
  const zone = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = zone.current?.closest('form');
    const forget = () => setFiles([]);
    form?.addEventListener('reset', forget);
    return () => form?.removeEventListener('reset', forget);
  }, []);
  const tooLarge = files.filter((file) => maxBytes !== undefined && file.size > maxBytes);
  const limit = maxBytes === undefined ? '' : `at most ${bytes(maxBytes)}`;
  const refusals = tooLarge.map((file) => `${file.name} has ${bytes(file.size)}; a file may have ${limit}`);
  const hover = (value: boolean) => (event: DragEvent) => event.type !== 'dragover' && setOver(value);
  return (
    <Field {...field} error={refusals.length > 0 ? refusals : field.error}>
      {(wiring) => (
        <div className="flex flex-col gap-2">
          <div
            ref={zone}
            onDragEnter={hover(true)}
            onDragLeave={hover(false)}
            onDrop={hover(false)}
            className={clsx(
              'relative flex min-h-20 items-center gap-3 rounded-md border border-dashed px-4 py-3 transition-colors',
              'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent',
              over ? 'border-accent bg-accent-soft' : 'border-control bg-raised hover:bg-hover',
            )}
          >
            <FileUp aria-hidden size={18} className="shrink-0 text-muted" />
            <ChosenFiles files={files} accept={accept} limit={limit} multiple={multiple} />
            <input
              type="file"
              accept={accept}
              multiple={multiple}
              {...wiring}
              onChange={(event) => {
                const chosen = [...(event.target.files ?? [])];
                setFiles(chosen);
                onFiles?.(chosen);
              }}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
          </div>
          {(pending || progress != null) && <Progress label="Uploading" value={progress ?? null} />}
        </div>
      )}
    </Field>
  );
}

interface ChosenFilesProps {
  readonly files: readonly File[];
  readonly accept: string | undefined;
  readonly limit: string;
  readonly multiple: boolean | undefined;
}

function ChosenFiles({ files, accept, limit, multiple }: ChosenFilesProps) {
  if (files.length === 0) {
    const kinds = accept?.split(',').join(', ');
    return (
      <p className="min-w-0 text-muted">
        <span className="font-medium text-accent">Choose {multiple ? 'files' : 'a file'}</span> or drop{' '}
        {multiple ? 'them' : 'it'} here
        <span className="block text-xs">{[kinds, limit].filter(Boolean).join(', ')}</span>
      </p>
    );
  }
  return (
    <ul aria-live="polite" className="min-w-0">
      {files.map((file) => (
        <li key={file.name} className="flex min-w-0 gap-2">
          <span className="truncate font-medium">{file.name}</span>
          <span className="shrink-0 text-muted">{bytes(file.size)}</span>
        </li>
      ))}
    </ul>
  );
}
