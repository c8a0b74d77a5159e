'use client';

import { Play, Square } from 'lucide-react';
import { useActionState } from 'react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import type { Run } from '@/server/evaluations/schema/runs';
import { resumeRun, stopRun } from '../../actions';

interface RunControlsProps {
  readonly run: Pick<Run, 'id' | 'state' | 'stateReason' | 'budget' | 'totalCost'>;
  readonly reason: string | null;
}

/** Stop while it runs, resume afterwards; a finished run has neither. */
export function RunControls({ run, reason }: RunControlsProps) {
  const { id: runId, state, stateReason, budget } = run;
  const stoppable = state === 'queued' || state === 'running' || state === 'stopping';
  const [stopped, stop] = useActionState(stopRun, {});
  const [resumed, resume] = useActionState(resumeRun, {});
  if (state === 'finished') return null;
  if (!stoppable && stateReason === 'budget_exhausted' && budget !== null)
    return <RaiseBudget run={{ ...run, budget }} reason={reason} />;
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

interface RaiseBudgetProps {
  readonly run: RunControlsProps['run'] & { readonly budget: string };
  readonly reason: string | null;
}

/** A run that ended at its budget goes on with a higher one only. */
const RaiseBudget = ({ run: { id, budget, totalCost }, reason }: RaiseBudgetProps) => (
  <ActionDialog
    label="Resume"
    icon={<Play aria-hidden />}
    variant="primary"
    reason={reason}
    title="Resume with a higher budget"
    description={`The budget was $${budget}, of which $${totalCost ?? '0'} is spent. What is stored is not asked again.`}
    action={resumeRun}
    hidden={{ runId: id }}
    fields={[
      { kind: 'line', name: 'budget', label: 'New budget, US dollars', required: true, maxLength: 20 },
      {
        kind: 'lines',
        name: 'reason',
        label: 'Reason',
        hint: 'Why more may be spent. It is kept in the history.',
        required: true,
        maxLength: 500,
      },
    ]}
    submit="Raise and resume"
  />
);
