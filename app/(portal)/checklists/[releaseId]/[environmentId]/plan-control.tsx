import { CalendarClock } from 'lucide-react';
import { ActionDialog } from '@/app/_lib/action-dialog';
import { mayNot } from '@/app/_lib/may';
import { peopleOptions } from '@/app/_lib/people';
import { planControls } from '../../actions';
import type { Checklist } from './checklist';

/** Who sees to a control, and by when. */
export async function PlanControl({
  list: { orgId, systemId },
  control,
}: {
  list: Checklist;
  control: Checklist['controls'][number];
}) {
  const isWide = control.scope === 'org' || control.scope === 'environment';
  const target = { orgId, systemId: isWide ? '' : systemId, ownerRole: control.ownerRole };
  return (
    <div>
      <ActionDialog
        label="Owner and due date"
        icon={<CalendarClock aria-hidden />}
        title="Owner and due date"
        description="It changes no status: a control that is late shows, and reminds the person who sees to it."
        reason={await mayNot('edit', 'Assessment', target)}
        action={planControls}
        hidden={{ systemId, controlId: control.controlId }}
        submit="Save"
        fields={[
          {
            kind: 'choice',
            name: 'ownerId',
            label: 'Who sees to it',
            value: control.ownerId ?? '',
            options: [{ value: '', label: 'Nobody in particular' }, ...(await peopleOptions())],
          },
          {
            kind: 'date',
            name: 'dueAt',
            label: 'Due',
            hint: 'The end of the day, in UTC',
            value: control.deadline?.toISOString().slice(0, 10) ?? '',
          },
          { kind: 'lines', name: 'reason', label: 'Reason', required: true, maxLength: 2000 },
        ]}
      />
    </div>
  );
}
