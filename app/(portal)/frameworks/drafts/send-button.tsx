'use client';

import { type ReactNode, useActionState, useEffect, useRef } from 'react';
import type { FormState } from '@/app/_lib/form';
import { IconButton } from '@/app/_ui/icon-button';
import { SubmitButton } from '@/app/_ui/submit-button';
import { useToast } from '@/app/_ui/toast';

interface SendButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Only the picture is shown; the label is said. */
  readonly square?: boolean;
  readonly reason?: string | null;
  readonly action: (state: FormState, data: FormData) => Promise<FormState>;
  readonly hidden: Readonly<Record<string, string>>;
}

/** A button that sends what it holds at once; a refusal is said beside the page. */
export function SendButton({ label, icon, square, reason, action, hidden }: SendButtonProps) {
  const [state, send] = useActionState(action, {});
  const toast = useToast();
  const said = useRef(state);
  useEffect(() => {
    if (said.current === state) return;
    said.current = state;
    if (state.problem) toast({ title: 'Not done', description: state.problem, tone: 'negative' });
  });
  return (
    <form action={send} className="relative">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {square ? (
        <IconButton type="submit" size="sm" label={label} icon={icon} reason={reason} />
      ) : (
        <SubmitButton variant="secondary" icon={icon} reason={reason}>
          {label}
        </SubmitButton>
      )}
    </form>
  );
}
