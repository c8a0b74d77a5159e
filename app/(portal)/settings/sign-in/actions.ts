'use server';
import { form } from '@/app/_lib/form';
import { ChangePassword } from '@/server/identity/schema';
import { keepSession } from '@/server/trpc/caller';

export const changePassword = form(ChangePassword, async (api, input) => {
  const { session } = await api.identity.changePassword(input);
  await keepSession(session);
});
