import Link from 'next/link';
import { redirect } from 'next/navigation';
import { paths } from '@/app/_lib/paths';
import { guest, viewer } from '@/server/trpc/caller';
import { AuthCard } from '../_shell/auth-card';
import { ProviderForm } from './provider-form';
import { SignInForm } from './sign-in-form';

export const metadata = { title: 'Sign in' };

/** Only a path of our own; anything else leads to the overview. */
const ours = (target: unknown): string =>
  typeof target === 'string' && /^\/(?![/\\])/.test(target) ? target : paths.overview();

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { returnTo, error } = await searchParams;
  const target = ours(returnTo);
  if (await viewer()) redirect(target);
  const { hasOrganisation, hasDemonstration, provider } = await (await guest()).identity.installation({});
  if (!hasOrganisation && !hasDemonstration) redirect(paths.setUp());
  return (
    <AuthCard
      title="Sign in"
      footer={
        hasOrganisation ? (
          'No account yet? An administrator of your organisation invites you.'
        ) : (
          <Link href={paths.setUp()} className="underline">
            Set up your own organisation
          </Link>
        )
      }
    >
      <SignInForm returnTo={target} failed={typeof error === 'string' ? error : undefined} />
      {provider && <ProviderForm name={provider} returnTo={target} />}
    </AuthCard>
  );
}
