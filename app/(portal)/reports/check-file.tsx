'use client';

import { useActionState, useState, useSyncExternalStore } from 'react';
import { Alert } from '@/app/_ui/alert';
import { FileInput } from '@/app/_ui/file-input';
import { FormError } from '@/app/_ui/form-error';
import { Section } from '@/app/_ui/section';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextInput } from '@/app/_ui/text-input';
import { Time } from '@/app/_ui/time';
import { checkFile } from './actions';
import { standingTones } from './standing';

const mostBytes = 500_000_000;
type Found = NonNullable<Awaited<ReturnType<typeof checkFile>>['done']>['result'];

async function digestOf(file: File): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whoever was given a file learns what it is; the browser sends its digest only. */
export function CheckFile() {
  const [state, submit] = useActionState(checkFile, {});
  const [digest, setDigest] = useState('');
  const canHash = useSyncExternalStore(
    () => () => {},
    () => window.isSecureContext,
    () => true,
  );
  const choose = async ([file]: readonly File[]) =>
    setDigest(file && file.size <= mostBytes ? await digestOf(file) : '');
  return (
    <Section
      title="Check a file"
      description="Somebody gave you a document or report: is it ours, unchanged, and sealed? The file stays on your computer; only its SHA-256 is sent."
    >
      <form action={submit} aria-label="Check a file" className="flex max-w-xl flex-col gap-3">
        {/* Browsers hash only on pages that came over https or from this computer; elsewhere the digest is typed. */}
        {canHash && (
          <FileInput label="File" name="" maxBytes={mostBytes} onFiles={(files) => void choose(files)} />
        )}
        <TextInput
          label="SHA-256"
          name="sha256"
          required
          mono
          value={digest}
          onChange={({ target }) => setDigest(target.value)}
          error={state.fields?.['sha256']}
        />
        <div>
          <SubmitButton variant="secondary" pendingText="Looking…">
            Check
          </SubmitButton>
        </div>
        <div aria-live="polite">
          <FormError problem={state.problem} />
          {state.done && !state.problem && <Answer found={state.done.result} />}
        </div>
      </form>
    </Section>
  );
}

const titles = {
  sealed: 'Sealed and unchanged',
  superseded: 'Sealed, but superseded',
  draft: 'A draft, not sealed',
};

function Answer({ found }: { found: Found }) {
  const { standing, label, releaseName, createdByName, createdAt, missingCount, sealReason } = found;
  return (
    <Alert
      tone={standing ? standingTones[standing] : 'info'}
      title={standing ? titles[standing] : 'Made here, and unchanged'}
    >
      {label} of {releaseName ?? 'the whole trail'}, {standing === 'draft' ? 'asked for' : 'made final'} by{' '}
      {createdByName ?? 'a program'} <Time value={createdAt} style="datetime" />.
      {missingCount !== null && missingCount > 0 && ` ${missingCount} mandatory fields are not recorded.`}
      {standing === 'superseded' && ' Other content about the same was sealed later.'}
      {sealReason && ` Reason: ${sealReason}`}
    </Alert>
  );
}
