'use server';

import { form } from '@/app/_lib/form';
import {
  AcceptFinding,
  EditFinding,
  OpenFinding,
  RemediateFinding,
  VerifyFinding,
} from '@/server/findings/schema/findings';

export const openFinding = form(OpenFinding, async (api, input) => {
  const { id } = await api.findings.open(input);
  return { id };
});
export const editFinding = form(EditFinding, async (api, input) => {
  await api.findings.edit(input);
});
export const remediateFinding = form(RemediateFinding, async (api, input) => {
  await api.findings.remediate(input);
});
export const verifyFinding = form(VerifyFinding, async (api, input) => {
  await api.findings.verify(input);
});
export const acceptFinding = form(AcceptFinding, async (api, input) => {
  await api.findings.accept(input);
});
