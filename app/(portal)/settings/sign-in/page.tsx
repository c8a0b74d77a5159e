import { paths } from '@/app/_lib/paths';
import { KeyValues } from '@/app/_ui/key-values';
import { Page } from '@/app/_ui/page';
import { Section } from '@/app/_ui/section';
import { Time } from '@/app/_ui/time';
import { api, viewer } from '@/server/trpc/caller';
import { PasswordForm } from './password-form';

export const metadata = { title: 'Sign-in' };

export default async function SignInSettingsPage() {
  const reader = await viewer();
  const { provider } = await (await api()).identity.installation({});
  const session = reader?.actor.session;
  return (
    <Page title="Sign-in" breadcrumb={[{ label: 'Settings', href: paths.settings() }]}>
      <Section title="This session" frame="card">
        <KeyValues
          items={[
            { label: 'Signed in as', value: reader?.email },
            { label: 'By', value: session?.method === 'oidc' ? provider : 'Password' },
            {
              label: 'Last authenticated',
              value: session && session.authTime > 0 && <Time value={new Date(session.authTime * 1000)} />,
              none: 'The identity provider did not say',
            },
            { label: 'Ends', value: 'After two idle hours, or twelve hours after signing in' },
          ]}
        />
      </Section>
      <Section
        title="Password"
        description="Changing it ends your other sessions. Your API tokens go on working."
        frame="card"
      >
        <PasswordForm email={reader?.email ?? ''} />
      </Section>
      <Section title="Identity provider" frame="card">
        <p className="max-w-3xl text-pretty text-muted">
          {provider
            ? `${provider} is connected (OpenID Connect). Whoever signs in there must have been added here first, with the same verified e-mail address.`
            : 'None is connected. The operator connects one OpenID Connect provider with OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.'}
        </p>
      </Section>
    </Page>
  );
}
