'use client';

import { CalendarPlus } from 'lucide-react';
import { useActionState } from 'react';
import { Checkbox } from '@/app/_ui/checkbox';
import { Dialog } from '@/app/_ui/dialog';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { CloseWhen } from '@/app/_ui/overlay';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { createSchedule } from '../../actions';
import { KeySelect } from './run/choices';

interface ScheduleFormProps {
  readonly suiteId: string;
  readonly keys: readonly string[];
  /** Canaries of all suites. */
  readonly canaries: readonly { readonly value: string; readonly label: string }[];
  readonly reason: string | null;
}

export const ScheduleForm = ({ reason, ...fields }: ScheduleFormProps) => (
  <Dialog
    trigger={{ label: 'New schedule', icon: <CalendarPlus aria-hidden />, variant: 'primary', reason }}
    title="New schedule"
    description="Give a time or an occasion, or several of them."
    size="lg"
  >
    <Fields {...fields} />
  </Dialog>
);

function Fields({ suiteId, keys, canaries }: Omit<ScheduleFormProps, 'reason'>) {
  const [state, submit] = useActionState(createSchedule, {});
  const field = (name: string) => ({
    name,
    error: state.fields?.[name]?.slice(),
    defaultValue: state.values?.[name],
  });
  return (
    <form action={submit} aria-label="New schedule">
      <CloseWhen done={state.done} />
      <FormStack footer={<SubmitButton pendingText="Creating…">Create schedule</SubmitButton>}>
        <FormError problem={state.problem} />
        <input type="hidden" name="suiteId" value={suiteId} />
        <TextInput {...field('name')} label="Name" required maxLength={100} placeholder="nightly" />
        <div className="grid gap-4 md:grid-cols-2">
          <TextInput
            {...field('cron')}
            label="Cron"
            mono
            placeholder="0 3 * * MON-FRI"
            hint="Minute, hour, day of the month, month, day of the week."
          />
          <TextInput
            {...field('timeZone')}
            label="Time zone"
            placeholder="UTC"
            hint="Such as Europe/Berlin."
          />
          <TextInput
            {...field('jitterSeconds')}
            label="Jitter in seconds"
            type="number"
            min={0}
            max={3600}
            hint="Starts up to so much later."
          />
          <TextInput {...field('budget')} label="Budget of a run in US dollars" placeholder="2.50" />
        </div>
        <TextArea
          {...field('blackouts')}
          label="Days without a run"
          rows={2}
          hint="One range a line: 2026-12-24/2026-12-26, both days included."
        />
        <Checkbox name="onNewVersion" label="Run each new version of the suite" />
        <Checkbox
          name="canary"
          label="Canary: raise an alarm when the model behind the target answers differently"
          hint="Needs a time. At most 1,000 questions; 50 to 200 fixed prompts are enough."
        />
        <TextInput
          {...field('promptLabel')}
          label="Run when this label of the prompt moves"
          placeholder="production"
          hint="The suite gets a version with the prompt that the label names then."
        />
        {canaries.length > 0 && (
          <Select
            {...field('onAlarmOf')}
            label="Run when this canary raises the alarm"
            options={canaries}
            placeholder="no canary"
            hint="Once for each alarm: a few fixed questions watch the model, and this suite then judges it in full."
          />
        )}
        <div className="grid gap-4 md:grid-cols-2">
          <KeySelect {...field('apiKeyRef')} keys={keys} label="Key of the target" />
          <KeySelect {...field('judgeKeyRef')} keys={keys} label="Key of the judge" />
        </div>
      </FormStack>
    </form>
  );
}
