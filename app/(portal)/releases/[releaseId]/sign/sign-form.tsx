'use client';

import { useActionState, useEffect, useState } from 'react';
import { useRouter } from 'next/navigation';
import { ProviderForm } from '@/app/(public)/sign-in/provider-form';
import { paths, withQuery } from '@/app/_lib/paths';
import { meanings } from '@/app/_lib/release-tones';
import { CodeBlock } from '@/app/_ui/code-block';
import { FormError } from '@/app/_ui/form-error';
import { FormStack } from '@/app/_ui/form-stack';
import { RadioGroup } from '@/app/_ui/radio-group';
import { Section } from '@/app/_ui/section';
import { words } from '@/app/_ui/status-chip';
import { Select } from '@/app/_ui/select';
import { SubmitButton } from '@/app/_ui/submit-button';
import { TextArea } from '@/app/_ui/text-area';
import { TextInput } from '@/app/_ui/text-input';
import { commitSignoff, prepareSignoff } from '../../actions';

interface Props {
  readonly releaseId: string;
  readonly digest: string;
  readonly environment: string;
  readonly roles: readonly string[];
  /** The roles that the gate asks for; the others are asked for by controls. */
  readonly quorum: readonly string[];
  readonly back: string;
  /** Name of the identity provider at which the person signed in; null for a password. */
  readonly provider: string | null;
  /** What was prepared before the person went to the identity provider. */
  readonly prepared?: Prepared;
}

interface Prepared {
  readonly nonce: string;
  readonly text: string;
  readonly isAuthenticated?: boolean;
}

/** First the decision, then the exact statement and a fresh authentication. */
export function SignForm(props: Props) {
  const [state, submit] = useActionState(prepareSignoff, {});
  const [meaning, setMeaning] = useState('approved');
  // Signed, it is prepared no longer; the statement stays until the person is led on.
  const [broughtBack] = useState(props.prepared);
  const prepared: Prepared | undefined = state.done?.result ?? broughtBack;
  if (prepared) return <Statement prepared={prepared} {...props} />;
  const roles = props.roles.map((role) => ({
    value: role,
    label: `${words(role)}${props.quorum.includes(role) ? '' : ', for the controls that name it'}`,
  }));
  return (
    <Section title="Your decision" frame="card">
      <form
        action={submit}
        aria-label="Your decision"
        onChange={({ target }) => {
          if (target instanceof HTMLInputElement && target.name === 'meaning') setMeaning(target.value);
        }}
      >
        <FormStack footer={<SubmitButton pendingText="Preparing…">Continue to the statement</SubmitButton>}>
          <FormError problem={state.problem} />
          <input type="hidden" name="releaseId" value={props.releaseId} />
          <input type="hidden" name="digest" value={props.digest} />
          <input type="hidden" name="environment" value={props.environment} />
          <Select
            label="In the role of"
            name="role"
            required
            options={roles}
            defaultValue={state.values?.role ?? roles[0]?.value}
          />
          <RadioGroup
            label="Meaning"
            name="meaning"
            required
            options={[...meanings]}
            defaultValue={state.values?.meaning ?? 'approved'}
          />
          <TextArea
            label="Reason"
            name="reason"
            required
            hint="Why this release is, or is not, fit for this environment"
            defaultValue={state.values?.reason}
            error={state.fields?.reason?.[0]}
          />
          {meaning === 'approved_with_conditions' && (
            <TextArea
              label="Conditions"
              name="conditions"
              required
              hint="What must be done, by whom and by when; a finding with that due date makes the gate watch it"
              defaultValue={state.values?.conditions}
              error={state.fields?.conditions?.[0]}
            />
          )}
        </FormStack>
      </form>
    </Section>
  );
}

type StatementProps = Pick<Props, 'releaseId' | 'environment' | 'back' | 'provider'> & {
  readonly prepared: Prepared;
};

function Statement({ prepared, releaseId, environment, back, provider }: StatementProps) {
  const { nonce, text, isAuthenticated } = prepared;
  const [state, submit] = useActionState(commitSignoff, {});
  const router = useRouter();
  const signed = state.done?.at;
  useEffect(() => {
    if (signed) router.push(`${back}&tab=signoffs`);
  }, [signed, back, router]);
  const here = withQuery(paths.signRelease(releaseId), { environment, prepared: nonce });
  const leavesFirst = provider !== null && !isAuthenticated;
  return (
    <Section title="The statement you sign" frame="card" description="Valid for five minutes.">
      <div className="flex flex-col gap-4">
        <CodeBlock code={text} wrap />
        {leavesFirst ? (
          <>
            <p className="text-muted">Sign in at {provider} once more; then you come back here to sign.</p>
            <ProviderForm name={provider} returnTo={here} fresh />
          </>
        ) : (
          <form action={submit} aria-label="Sign the statement">
            <FormStack footer={<SubmitButton pendingText="Signing…">Sign</SubmitButton>}>
              <FormError problem={state.problem} />
              <input type="hidden" name="nonce" value={nonce} />
              {provider === null && (
                <TextInput
                  label="Your password, again"
                  name="password"
                  type="password"
                  autoComplete="current-password"
                  required
                  error={state.fields?.password?.[0]}
                />
              )}
            </FormStack>
          </form>
        )}
      </div>
    </Section>
  );
}
