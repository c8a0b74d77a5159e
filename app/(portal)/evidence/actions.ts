'use server';

import { form, type Values } from '@/app/_lib/form';
import { AddEvidence, ReviewEvidence, RevokeEvidence } from '@/server/checklists/schema';

export const addEvidence = form(
  AddEvidence,
  async (api, input, data) => {
    const { content, ...rest } = input;
    const isCaptured = content.as === 'link' && data.get('capture') === 'true';
    const { id } = isCaptured
      ? await api.evidence.addLink({ ...rest, url: content.url })
      : await api.evidence.add(input);
    return { id };
  },
  ({ bindingKind, bindingId, bound: _, capture: __, as, url, statement, ...values }) => {
    const record = fieldsOfRecord(values);
    const rest = Object.entries(values).filter(([name]) => !name.startsWith(fieldPrefix));
    return {
      ...Object.fromEntries(rest),
      binding: { kind: bindingKind, id: bindingId },
      content: as === 'link' ? { as, url } : as === 'record' ? { as, record } : { as, statement },
    };
  },
);

const fieldPrefix = 'record.';
const fieldsOfRecord = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(fieldPrefix) ? [[name.slice(fieldPrefix.length), value]] : [],
    ),
  );

export const reviewEvidence = form(ReviewEvidence, async (api, input) => {
  await api.evidence.review(input);
});
export const revokeEvidence = form(RevokeEvidence, async (api, input) => {
  await api.evidence.revoke(input);
});
