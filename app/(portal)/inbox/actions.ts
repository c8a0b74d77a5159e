'use server';

import { form } from '@/app/_lib/form';
import { DelegateControl } from '@/server/checklists/schema/many';
import { ReadNotifications } from '@/server/tasks/schema';

export const delegateControl = form(DelegateControl, (api, input) => api.checklists.delegate(input));
export const readNotifications = form(
  ReadNotifications,
  (api, input) => api.tasks.read(input),
  () => ({}),
);
