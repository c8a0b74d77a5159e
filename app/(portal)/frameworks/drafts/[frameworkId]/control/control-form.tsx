'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useActionState, useState } from 'react';
import type { FormState } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { Alert } from '@/app/_ui/alert';
import { Button } from '@/app/_ui/button';
import { Checkbox } from '@/app/_ui/checkbox';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { LinkButton } from '@/app/_ui/link-button';
import { Select } from '@/app/_ui/select';
import { words } from '@/app/_ui/status-chip';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { obligations, scopes, severities, stages, triggers } from '@/policies/frameworks/contract';
import type { PackControl } from '@/server/checklists/schema/pack';
import { saveControl } from '../../actions';
import { AppliesWhen } from './applies-when';
import { type Choices, spoken, titled } from './choices';
import { CheckUses } from './check-uses';
import { EvidenceGroups } from './evidence-groups';
import { PickList } from './pick-list';
import { Relations } from './relations';

interface ControlFormProps {
  readonly framework: string;
  /** The draft as the reader sees it. */
  readonly version: number;
  /** null: a new one. */
  readonly control: PackControl | null;
  /** What a new one begins with. */
  readonly blank: PackControl;
  /** It was in a version in use: its id stays. */
  readonly isFixed: boolean;
  readonly choices: Choices;
  readonly reason: string | null;
}

export function ControlForm(props: ControlFormProps) {
  const { framework, version, control, reason } = props;
  const [state, submit] = useActionState(saveControl, {});
  const [opened] = useState(control);
  return (
    <form action={submit} aria-label="Control">
      <FormStack
        footer={
          <>
            <SubmitButton pendingText="Checking…" reason={reason ?? undefined}>
              Save the control
            </SubmitButton>
            <LinkButton href={paths.frameworkDraft(framework)}>Back to the draft</LinkButton>
          </>
        }
      >
        <FormError problem={state.problem} />
        <Overtaken problem={state.problem} opened={opened} control={control} />
        <input type="hidden" name="framework" value={framework} />
        <input type="hidden" name="version" value={version} />
        {control && <input type="hidden" name="replaces" value={control.id} />}
        <Fields {...props} control={opened ?? props.blank} state={state} />
      </FormStack>
    </form>
  );
}

/** After somebody else saved: what they made of this control, and the way to save over it knowingly. */
function Overtaken({
  problem = '',
  opened,
  control,
}: {
  problem?: string;
  opened: PackControl | null;
  control: PackControl | null;
}) {
  const router = useRouter();
  const theirs = Object.entries(control ?? {}).filter(
    ([field, value]) =>
      opened !== null && JSON.stringify(value) !== JSON.stringify(opened[field as keyof PackControl]),
  );
  if (theirs.length === 0 && !problem.includes('changed this draft')) return null;
  return (
    <Alert
      tone="warning"
      title={theirs.length > 0 ? 'Somebody else changed this control' : 'What you wrote is still here'}
      action={
        <Button size="sm" onClick={() => router.refresh()}>
          Look at the newest draft
        </Button>
      }
    >
      {theirs.length === 0
        ? 'Look at the newest draft, then save again. Nothing in this form is changed by looking.'
        : 'Saving puts what you wrote in place of this:'}
      <ul className="list-disc pl-5">
        {theirs.map(([field, value]) => (
          <li key={field}>
            {words(field)}: {typeof value === 'string' ? value : JSON.stringify(value)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

type FieldsProps = Omit<ControlFormProps, 'control'> & {
  readonly control: PackControl;
  readonly state: FormState;
};

function Fields({ control, isFixed, choices, state }: FieldsProps) {
  const field = <Name extends keyof PackControl & string>(name: Name) => ({
    name,
    error: state.fields?.[name],
    defaultValue: state.values?.[name] ?? String(control[name] ?? ''),
  });
  const list = (name: keyof PackControl & string) => ({ name, error: state.fields?.[name] });
  return (
    <>
      <TextInput
        {...field('id')}
        label="Id"
        mono
        required
        maxLength={80}
        readOnly={isFixed}
        hint={
          isFixed
            ? 'It was in a version in use, so it stays'
            : 'Lower-case letters, digits, dots and dashes; it stays once a version with it is in use'
        }
      />
      <TextInput {...field('title')} label="Title" required maxLength={300} />
      <TextInput
        {...field('citation')}
        label="Provision"
        maxLength={500}
        hint="Where it stands, such as House rules 4.2; its id when left empty"
      />
      <TextArea {...field('requirement')} label="What is asked" required maxLength={10000} rows={4} />
      <AppliesWhen
        name="appliesWhen"
        value={control.appliesWhen}
        facts={choices.facts}
        error={state.fields?.['appliesWhen']}
      />
      <Part title="How it is judged">
        <Select {...field('scope')} label="Kept per" required options={spoken(scopes)} />
        <Select {...field('severity')} label="Severity" required options={spoken(severities)} />
        <PickList
          {...list('blocksIn')}
          label="Blocks in"
          hint="Where a blocking control holds a release back"
          value={control.blocksIn}
          options={spoken(stages)}
          none="Nowhere"
        />
        <Select
          {...field('obligation')}
          label="Obligation"
          options={spoken(obligations)}
          placeholder="Not told apart"
          hint="Addressable: an alternative, or a documented reason, may take its place"
        />
        <Select
          {...field('waivable')}
          label="May be waived"
          options={[
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
          placeholder="As the nature of the framework has it"
        />
        <TextInput
          {...field('appliesFrom')}
          label="Applies from"
          type="date"
          hint="Before that day it is shown as readiness; empty: in force"
        />
      </Part>
      <Part title="Who answers for it, and how often">
        <Select {...field('owner')} label="Owner" required options={titled(choices.roles)} />
        <PickList
          {...list('signoffs')}
          label="Must sign"
          value={control.signoffs}
          options={titled(choices.roles)}
          none="Nobody in particular"
        />
        <TextInput
          {...field('reviewDays')}
          label="Review after days"
          type="number"
          required
          min={0}
          max={3650}
          hint="0: at each release"
        />
        <PickList
          {...list('reopenedBy')}
          label="Decided again after a change of"
          value={control.reopenedBy}
          options={spoken(triggers)}
          none="Nothing but time"
        />
      </Part>
      <Part title="What proves it">
        <EvidenceGroups {...list('evidence')} value={control.evidence} options={titled(choices.evidence)} />
        <PickList
          {...list('optionalEvidence')}
          label="Optional evidence"
          hint="Named on the page of the control; nothing waits for it"
          value={control.optionalEvidence}
          options={titled(choices.evidence)}
          none="None"
        />
        <CheckUses {...list('checks')} value={control.checks} checks={choices.checks} />
        <Checkbox
          name="checksDecide"
          label="The checks alone decide"
          hint="Passed checks satisfy it without an assessment by a person"
          error={state.fields?.['checksDecide']}
          defaultChecked={state.values ? 'checksDecide' in state.values : control.checksDecide}
        />
      </Part>
      <Part title="Related controls">
        <Relations {...list('mapsTo')} value={control.mapsTo} controls={choices.controls} />
      </Part>
      <TextArea {...field('note')} label="Note" maxLength={5000} />
      <Kept control={control} />
    </>
  );
}

/** What came with a copy or an import and has no field here: it stays with the control. */
function Kept({ control }: { control: PackControl }) {
  const { citations, appliesFromByPath, themes, genaiActions } = control;
  const days = Object.entries(appliesFromByPath ?? {}).map(([path, day]) => `${words(path)} ${day}`);
  const shown = [
    ['Provisions', citations ?? []],
    ['Applies from, by path', days],
    ['Themes', themes],
    ['Actions of the GenAI profile', genaiActions],
  ] as const;
  const filled = shown.filter(([, list]) => list.length > 0);
  return (
    <>
      {Object.entries({ citations, appliesFromByPath, themes, genaiActions }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={JSON.stringify(value ?? null)} />
      ))}
      {filled.length > 0 && (
        <Part title="Kept as it came">
          <dl className="flex flex-col gap-1 text-sm">
            {filled.map(([label, list]) => (
              <div key={label}>
                <dt className="inline text-muted">{label}: </dt>
                <dd className="inline">{list.join('; ')}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
    </>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <fieldset className="flex flex-col gap-4 rounded-md border p-4">
    <legend className="px-1 text-sm font-semibold">{title}</legend>
    {children}
  </fieldset>
);
