'use server';
import { redirect } from 'next/navigation';
import { paths } from '@/app/_lib/paths';
import { api, forgetSession } from '@/server/trpc/caller';

export async function signOut(): Promise<void> {
  await (await api()).identity.signOut({});
  await forgetSession();
  redirect(paths.signIn());
}
