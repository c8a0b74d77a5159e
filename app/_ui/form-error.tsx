'use client';
import { useEffect, useRef } from 'react';
import { useFormStatus } from 'react-dom';
import { Alert } from './alert';

/**
 * What a form as a whole was refused for: `state.problem` of `form()`. Stands first in its form, also when there is
 * nothing to say: after each answer it brings the reader to the problem or to the first field that has one.
 */
export function FormError({ problem }: { problem?: string | null }) {
  const { pending } = useFormStatus();
  const wasPending = useRef(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wasPending.current && !pending) {
      const invalid = place.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]');
      if (problem) place.current?.scrollIntoView({ block: 'nearest' });
      else invalid?.focus();
    }
    wasPending.current = pending;
  }, [pending, problem]);
  return (
    <div ref={place} className="empty:hidden">
      {problem && (
        <Alert tone="negative" live>
          {problem}
        </Alert>
      )}
    </div>
  );
}
