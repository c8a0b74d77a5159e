'use server';

import { form } from '@/app/_lib/form';
import { CreateSystem, EditSystem } from '@/server/systems/schema';

export const createSystem = form(CreateSystem, async (api, input) => {
  const { id } = await api.systems.create(input);
  return { id };
});
export const editSystem = form(EditSystem, async (api, input) => {
  await api.systems.edit(input);
});
