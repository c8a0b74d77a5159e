'use server';

import { form } from '@/app/_lib/form';
import { AddEvidence, RevokeEvidence } from '@/server/checklists/schema';

export const addEvidence = form(
  AddEvidence,
  async (api, input) => {
    const { id } = await api.evidence.add(input);
    return { id };
  },
  ({ bindingKind, bindingId, bound: _, as, url, statement, ...values }) => ({
    ...values,
    binding: { kind: bindingKind, id: bindingId },
    content: as === 'link' ? { as, url } : { as, statement },
  }),
);
export const revokeEvidence = form(RevokeEvidence, async (api, input) => {
  await api.evidence.revoke(input);
});
