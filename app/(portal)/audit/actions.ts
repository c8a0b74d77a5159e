'use server';

import { form } from '@/app/_lib/form';
import { EventRef } from '@/server/audit/schema/queries';

export const checkInclusion = form(EventRef, async (api, input) => {
  const { holds, index, treeSize, root } = await api.reports.checkInclusion(input);
  return { holds, index, treeSize, root };
});
