'use client';

import { useActionState } from 'react';
import { FormError } from '@/app/_ui/form-error';
import { Section } from '@/app/_ui/section';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { ToastWhen } from '@/app/_ui/toast';
import { chooseFramework } from '../actions';

interface Props {
  readonly framework: {
    readonly id: string;
    readonly enabled: boolean;
    readonly choices: readonly { readonly systemId: string; readonly enabled: boolean }[];
  };
  readonly systems: readonly { readonly id: string; readonly name: string }[];
  /** Why the reader may not choose. */
  readonly reason: string | null;
}

const organisation = 'organisation';
const answers = [
  { value: 'on', label: 'Used' },
  { value: 'off', label: 'Not used' },
  { value: 'inherit', label: 'As wider choices say' },
];

/** Whether the framework is used, in the organisation or for one system. */
export function UseOf({ framework, systems, reason }: Props) {
  const [state, submit] = useActionState(chooseFramework, {});
  const names = new Map(systems.map(({ id, name }) => [id, name]));
  const different = framework.choices.map(
    ({ systemId, enabled }) => `${names.get(systemId) ?? systemId}: ${enabled ? 'used' : 'not used'}`,
  );
  return (
    <Section
      title="Use"
      frame="card"
      description={`${framework.enabled ? 'Used' : 'Not used'} in the organisation. ${different.join('; ')}`}
    >
      <form action={submit} aria-label="Use of this framework" className="flex flex-wrap items-end gap-3">
        <FormError problem={state.problem} />
        <ToastWhen done={state.done} title="Chosen" />
        <input type="hidden" name="framework" value={framework.id} />
        <Select
          label="For"
          name="systemId"
          options={[
            { value: organisation, label: 'The whole organisation' },
            ...systems.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          defaultValue={state.values?.['systemId'] ?? organisation}
          error={state.fields?.['systemId']}
          required
        />
        <Select
          label="Choice"
          name="enabled"
          options={answers}
          defaultValue={state.values?.['enabled'] ?? (framework.enabled ? 'off' : 'on')}
          error={state.fields?.['enabled']}
          required
        />
        <SubmitButton pendingText="Choosing…" reason={reason ?? undefined}>
          Choose
        </SubmitButton>
      </form>
    </Section>
  );
}
