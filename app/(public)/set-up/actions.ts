'use server';
import { redirect } from 'next/navigation';
import { guestForm } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { SetUp } from '@/server/identity/schema';
import { keepSession } from '@/server/trpc/caller';

export const setUp = guestForm(SetUp, async (api, input) => {
  const { session } = await api.identity.setUp(input);
  await keepSession(session);
  redirect(paths.overview());
});
