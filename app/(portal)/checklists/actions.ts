'use server';

import { form, type Values } from '@/app/_lib/form';
import { AssessControl } from '@/server/checklists/schema';
import { AddEvidenceList, AssessControls, PlanControls } from '@/server/checklists/schema/many';

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

/** The rows that were chosen; each control's name begins with the number of its row. */
export const handIn = form(AddEvidenceList, (api, input) => api.evidence.addMany(input), rowsOf);

function rowsOf(values: Values) {
  const rows = [values['rows'] ?? []].flat();
  return {
    items: rows.map((row) => {
      const of = (name: string) => values[`${row}.${name}`];
      const prefix = `${row}.record.`;
      const record = Object.entries(values).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
      );
      const as = of('as');
      return {
        type: of('type'),
        title: of('title'),
        binding: { kind: of('bindingKind'), id: of('bindingId') },
        content:
          as === 'link'
            ? { as, url: of('url') }
            : as === 'record'
              ? { as, record: Object.fromEntries(record) as Record<string, unknown> }
              : { as, statement: of('statement') },
      };
    }),
  };
}
