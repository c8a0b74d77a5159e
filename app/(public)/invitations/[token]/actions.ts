'use server';
import { redirect } from 'next/navigation';
import { guestForm } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { AcceptInvitation } from '@/server/identity/schema';
import { keepSession } from '@/server/trpc/caller';

export const accept = guestForm(AcceptInvitation, async (api, input) => {
  const { session } = await api.identity.acceptInvitation(input);
  await keepSession(session);
  redirect(paths.overview());
});
