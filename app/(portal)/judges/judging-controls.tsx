import { Play, Square } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { resumeJudging, stopJudging } from './actions';

interface JudgingControlsProps {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'stopped' | 'finished' | 'failed';
  readonly reason: string | null;
}

/** Stop a judge at work, or let it go on. */
export function JudgingControls({ id, state, reason }: JudgingControlsProps) {
  const shared = { hidden: { judgingId: id }, fields: [], reason };
  if (state === 'queued' || state === 'running')
    return (
      <ActionDialog
        {...shared}
        label="Stop"
        icon={<Square aria-hidden />}
        title="Stop the judge"
        description="Verdicts that are stored stay; it can go on later."
        action={stopJudging}
        submit="Stop"
        submitVariant="danger"
      />
    );
  if (state === 'finished') return null;
  return (
    <ActionDialog
      {...shared}
      label="Go on"
      icon={<Play aria-hidden />}
      variant="primary"
      title="Let the judge go on"
      description="Cases that have a verdict are not asked again."
      action={resumeJudging}
      submit="Go on"
    />
  );
}
