'use server';

import { form } from '@/app/_lib/form';
import { CreateExport } from '@/server/reports/schema';

export const createExport = form(CreateExport, async (api, input) => {
  const { id } = await api.reports.create(input);
  return { id };
});
