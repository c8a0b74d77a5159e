'use client';

import { useActionState, useEffect, useRef } from 'react';
import { Button } from '@/app/_ui/button';
import { FormError } from '@/app/_ui/form-error';
import { TextArea } from '@/app/_ui/text-area';
import { giveLabel } from '../../actions';

interface LabelFormProps {
  readonly queueId: string;
  readonly ordinal: number;
  readonly labels: readonly string[];
}

/** One button a label; the keys 1 to 9 press them, except while somebody writes. */
export function LabelForm({ queueId, ordinal, labels }: LabelFormProps) {
  const [state, submit, isPending] = useActionState(giveLabel, {});
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isWriting =
        event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (isWriting || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const button = form.current?.querySelector<HTMLButtonElement>(
        `button[data-digit="${CSS.escape(event.key)}"]`,
      );
      if (button?.getAttribute('aria-disabled') === 'false') button.click();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <form ref={form} action={submit} aria-label="Label this case" className="flex max-w-3xl flex-col gap-4">
      <FormError problem={state.problem} />
      <input type="hidden" name="queueId" value={queueId} />
      <input type="hidden" name="ordinal" value={ordinal} />
      <div className="flex flex-wrap gap-2" role="group" aria-label="Labels">
        {labels.map((label, index) => (
          <Button
            key={label}
            type="submit"
            name="label"
            value={label}
            variant="primary"
            data-digit={index + 1}
            aria-keyshortcuts={String(index + 1)}
            aria-disabled={isPending}
          >
            {label}
            <kbd className="ml-2 font-mono text-xs">{index + 1}</kbd>
          </Button>
        ))}
      </div>
      <TextArea
        label="Note"
        name="note"
        rows={2}
        maxLength={2000}
        hint="For whoever decides when people differ"
      />
    </form>
  );
}
