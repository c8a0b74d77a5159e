import Link from 'next/link';
import { paths } from '@/app/_lib/paths';
import { guest } from '@/server/trpc/caller';
import { AuthCard } from '../../_shell/auth-card';
import { AcceptForm } from './accept-form';

export const metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ params }: PageProps<'/invitations/[token]'>) {
  const { token } = await params;
  const invitation = await (await guest()).identity.invitation({ token }).catch(() => null);
  if (!invitation) {
    return (
      <AuthCard
        title="This invitation is not valid"
        description="It was used already, is older than seven days, or was replaced by a newer one. Ask an administrator for another."
      >
        <Link href={paths.signIn()} className="text-center underline">
          Sign in
        </Link>
      </AuthCard>
    );
  }
  const { name, organisation, email } = invitation;
  return (
    <AuthCard
      title={`Welcome, ${name}`}
      description={`${organisation} uses Countersign. Choose a password that only you know; you will sign in as ${email ?? ''}.`}
    >
      <AcceptForm token={token} email={email ?? ''} />
    </AuthCard>
  );
}
