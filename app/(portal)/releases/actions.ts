'use server';

import { form } from '@/app/_lib/form';
import { CommitSignoff, PrepareSignoff, WithdrawSignoff } from '@/server/signoff/schema/inputs';
import { CreateRelease, EditRelease, ReleaseRef, WithdrawRelease } from '@/server/releases/schema/inputs';
import { reauthenticated } from '@/server/trpc/caller';

export const createRelease = form(CreateRelease, async (api, input) => {
  const { id } = await api.releases.create(input);
  return { id };
});
/** Every list of the form counts, also one in which nothing is ticked. */
export const editRelease = form(
  EditRelease,
  async (api, input) => {
    await api.releases.edit(input);
  },
  (values) => ({
    modelVersionIds: [],
    promptVersionIds: [],
    datasetVersionIds: [],
    suiteVersionIds: [],
    studyIds: [],
    frameworks: [],
    ...values,
  }),
);
export const freezeRelease = form(ReleaseRef, async (api, input) => {
  await api.releases.freeze(input);
});
export const submitRelease = form(ReleaseRef, async (api, input) => {
  await api.releases.submit(input);
});
export const withdrawRelease = form(WithdrawRelease, async (api, input) => {
  await api.releases.withdraw(input);
});
export const prepareSignoff = form(PrepareSignoff, async (api, input) => {
  const { nonce, text } = await api.signoff.prepare(input);
  return { nonce, text };
});
export const withdrawSignoff = form(WithdrawSignoff, async (api, input) => {
  await api.signoff.withdraw(input);
});

/** Password again, then the signature: one act for the person. Whoever came back from the identity provider has no
 *  password to give, and the command itself asks for a fresh authentication. */
export const commitSignoff = form(
  CommitSignoff,
  async (api, input, data) => {
    const password = data.get('password');
    const fresh = password === null ? api : await reauthenticated(String(password));
    await fresh.signoff.commit(input);
  },
  ({ nonce }) => ({ nonce }),
);
