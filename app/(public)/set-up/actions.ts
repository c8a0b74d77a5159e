'use server';
import { redirect } from 'next/navigation';
import { guestForm } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { Nothing, SetUp } from '@/server/identity/schema';
import { api, keepSession } from '@/server/trpc/caller';

export const setUp = guestForm(SetUp, async (api, input) => {
  const { session } = await api.identity.setUp(input);
  await keepSession(session);
  redirect(paths.overview());
});

/** Whoever loads it goes on as its administrator. */
export const loadDemonstration = guestForm(Nothing, async (api) => {
  const { people, session } = await api.identity.loadDemonstration({});
  await keepSession(session);
  return { people };
});

export async function demonstrationProgress() {
  const { steps, finished } = await (await api()).demonstration.progress({});
  return { steps, finished };
}
