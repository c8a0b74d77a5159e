'use server';

import { redirect } from 'next/navigation';
import { form } from '@/app/_lib/form';
import { paths } from '@/app/_lib/paths';
import { Nothing } from '@/server/identity/schema';
import { forgetSession } from '@/server/trpc/caller';

/** Its people, the reader among them, cannot sign in any more. */
export const closeDemonstration = form(Nothing, async (api) => {
  await api.identity.closeDemonstration({});
  await forgetSession();
  redirect(paths.setUp());
});
