'use server';

import { form } from '@/app/_lib/form';
import { AssessControl } from '@/server/checklists/schema';
import { AddEvidenceList, AssessControls, PlanControls } from '@/server/checklists/schema/many';
import { rowsOf } from './[releaseId]/[environmentId]/evidence/rows-of';

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

export const assessControls = form(AssessControls, (api, input) => api.checklists.assessMany(input));

/** An empty choice or day takes back what was set. */
export const planControls = form(
  PlanControls,
  (api, input) => api.checklists.plan(input),
  ({ ownerId, dueAt, controlId, ...values }) => ({
    ...(controlId === undefined ? {} : { controlIds: [controlId] }),
    ...values,
    ownerId: ownerId ?? null,
    dueAt: dueAt ?? null,
  }),
);

/** Of many controls at once what is left empty stays as it is. */
export const planChosen = form(PlanControls, (api, input) => api.checklists.plan(input));

export const handIn = form(AddEvidenceList, (api, input) => api.evidence.addMany(input), rowsOf);
