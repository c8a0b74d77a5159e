'use server';

import { form } from '@/app/_lib/form';
import { NoInput } from '@/server/coverage/schema';

export const refreshCoverage = form(
  NoInput,
  (api, input) => api.coverage.refresh(input),
  () => ({}),
);
