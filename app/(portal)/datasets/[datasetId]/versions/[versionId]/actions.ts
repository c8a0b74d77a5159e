'use server';

import { form } from '@/app/_lib/form';
import { DatasetVersionRef } from '@/server/registry/schema/datasets';

export const scanDataset = form(DatasetVersionRef, async (api, input) => {
  await api.datasets.scan(input);
});
