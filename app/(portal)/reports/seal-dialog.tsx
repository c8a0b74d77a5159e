'use client';

import { Stamp } from 'lucide-react';
import { useActionState } from 'react';
import { Alert } from '@/app/_ui/alert';
import { Checkbox } from '@/app/_ui/checkbox';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { ToastWhen } from '@/app/_ui/toast';
import { sealExport } from './actions';
import { Format } from './one-thing';

interface SealDialogProps {
  readonly exportId: string;
  readonly about: string;
  readonly format: string;
  readonly missing: number;
  /** Why the reader may not. */
  readonly reason: string | null;
}

/** Makes the content of a draft final. */
export function SealDialog({ exportId, about, format, missing, reason }: SealDialogProps) {
  const [state, submit] = useActionState(sealExport, {});
  return (
    <Dialog
      trigger={{ label: 'Seal', icon: <Stamp />, size: 'sm', reason }}
      title={`Seal ${about}`}
      description="The very content of this draft is drawn again with your name, the time and its digest, and the log keeps the digest. It cannot be taken back; later content is sealed beside it."
    >
      <form action={submit} aria-label="Seal">
        <FormStack footer={<SubmitButton pendingText="Sealing…">Seal this content</SubmitButton>}>
          <FormError problem={state.problem} />
          <input type="hidden" name="exportId" value={exportId} />
          {missing > 0 && (
            <Alert
              tone="warning"
              title={`${missing} mandatory ${missing === 1 ? 'field is' : 'fields are'} not recorded`}
            >
              The file lists them. Record them and make a new draft, or accept that they are missing.
            </Alert>
          )}
          {missing > 0 && (
            <Checkbox
              name="acceptMissing"
              value={String(missing)}
              required
              label={`Seal it although ${missing} ${missing === 1 ? 'is' : 'are'} missing`}
              error={state.fields?.['acceptMissing']}
            />
          )}
          <Format value={state.values?.['format'] ?? format} error={state.fields?.['format']} />
          <TextArea
            label="Reason"
            name="reason"
            required
            hint="Printed in the file and kept in the log; no personal data."
            defaultValue={state.values?.['reason']}
            error={state.fields?.['reason']}
          />
        </FormStack>
        <CloseWhen done={state.done?.at} />
        <ToastWhen done={state.done?.at} title="Sealed" description="The sealed file is being made." />
      </form>
    </Dialog>
  );
}
