'use client';

import { Pause, Play, Trash2 } from 'lucide-react';
import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { SubmitButton } from '@/app/_ui/submit-button';
import { deleteSchedule, editSchedule } from '../../actions';

interface ScheduleControlsProps {
  readonly scheduleId: string;
  readonly name: string;
  readonly state: 'active' | 'paused';
  readonly reason: string | null;
}

export function ScheduleControls({ scheduleId, name, state, reason }: ScheduleControlsProps) {
  const [edited, edit] = useActionState(editSchedule, {});
  const [deleted, remove] = useActionState(deleteSchedule, {});
  const runs = state === 'active';
  return (
    <span className="flex justify-end gap-2">
      <FormError problem={edited.problem ?? deleted.problem} />
      <form action={edit} aria-label={`${runs ? 'Pause' : 'Resume'} ${name}`}>
        <input type="hidden" name="scheduleId" value={scheduleId} />
        <input type="hidden" name="state" value={runs ? 'paused' : 'active'} />
        <SubmitButton
          variant="secondary"
          size="sm"
          icon={runs ? <Pause aria-hidden /> : <Play aria-hidden />}
          reason={reason}
        >
          {runs ? 'Pause' : 'Resume'}
        </SubmitButton>
      </form>
      <form action={remove} aria-label={`Delete ${name}`}>
        <input type="hidden" name="scheduleId" value={scheduleId} />
        <SubmitButton variant="ghost" size="sm" icon={<Trash2 aria-hidden />} reason={reason}>
          Delete
        </SubmitButton>
      </form>
    </span>
  );
}
