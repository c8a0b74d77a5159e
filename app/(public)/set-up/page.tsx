import Link from 'next/link';
import { redirect } from 'next/navigation';
import { paths } from '@/app/_lib/paths';
import { guest } from '@/server/trpc/caller';
import { AuthCard } from '../_shell/auth-card';
import { LoadDemonstration } from './load-demonstration';
import { SetUpForm } from './set-up-form';

export const metadata = { title: 'Set up' };

export default async function SetUpPage() {
  const { hasOrganisation, hasDemonstration } = await (await guest()).identity.installation({});
  if (hasOrganisation) redirect(paths.signIn());
  return (
    <AuthCard
      title="Set up Countersign"
      description="Name your organisation and make yourself its administrator. You can invite others afterwards."
      footer={
        <div className="flex flex-col gap-3">
          {hasDemonstration && (
            <Link href={paths.signIn()} className="underline">
              Sign in to the demonstration organisation
            </Link>
          )}
          <LoadDemonstration loaded={hasDemonstration} />
        </div>
      }
    >
      <SetUpForm />
    </AuthCard>
  );
}
