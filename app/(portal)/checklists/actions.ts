'use server';

import { form } from '@/app/_lib/form';
import { AssessControl } from '@/server/checklists/schema';

export const assessControl = form(
  AssessControl,
  async (api, input) => {
    const { id } = await api.checklists.assess(input);
    return { id };
  },
  ({ bindingKind, bindingId, environment, ...values }) => ({
    ...values,
    binding: { kind: bindingKind, id: bindingId },
    environment: environment ?? null,
  }),
);
