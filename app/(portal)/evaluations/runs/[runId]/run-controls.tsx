'use client';

import { Play, Square } from 'lucide-react';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { resumeRun, stopRun } from '../../actions';

interface RunControlsProps {
  readonly runId: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Stop while it runs, resume afterwards; a finished run has neither. */
export function RunControls({ runId, state, reason }: RunControlsProps) {
  const stoppable = state === 'queued' || state === 'running' || state === 'stopping';
  const [stopped, stop] = useActionState(stopRun, {});
  const [resumed, resume] = useActionState(resumeRun, {});
  if (state === 'finished') return null;
  const withheld = reason ?? (state === 'stopping' ? 'It is stopping already' : null);
  return (
    <form action={stoppable ? stop : resume} aria-label={stoppable ? 'Stop the run' : 'Resume the run'}>
      <input type="hidden" name="runId" value={runId} />
      <FormError problem={stoppable ? stopped.problem : resumed.problem} />
      <SubmitButton
        variant={stoppable ? 'danger' : 'primary'}
        icon={stoppable ? <Square aria-hidden /> : <Play aria-hidden />}
        pendingText={stoppable ? 'Stopping…' : 'Resuming…'}
        reason={withheld}
      >
        {stoppable ? 'Stop' : 'Resume'}
      </SubmitButton>
    </form>
  );
}
