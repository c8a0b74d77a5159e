'use server';

import { form, type Values } from '@/app/_lib/form';
import { CloseIncident, EditIncident, OpenIncident, RecordNotice } from '@/server/findings/schema/incidents';

const circumstanceNames = [
  'personalData',
  'risk',
  'healthInformation',
  'affected',
  'affectedInOneState',
  'serious',
];

/** A browser sends an instant without its zone; the form says that it is UTC. */
const instant = (value: Values[string] | undefined) =>
  typeof value === 'string' ? `${value.length === 16 ? `${value}:00` : value}Z` : undefined;

const ticked = (values: Values, name: string) => values[name] === 'true';

const circumstances = (values: Values) => ({
  personalData: ticked(values, 'personalData'),
  healthInformation: ticked(values, 'healthInformation'),
  risk: values['risk'],
  serious: values['serious'],
  affected: values['affected'],
  affectedInOneState: values['affectedInOneState'],
});

const others = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !circumstanceNames.includes(name)));

export const openIncident = form(
  OpenIncident,
  async (api, input) => {
    const { id } = await api.incidents.open(input);
    return { id };
  },
  (values) => ({
    ...others(values),
    occurredAt: instant(values['occurredAt']),
    awareAt: instant(values['awareAt']),
    stopsReleases: ticked(values, 'stopsReleases'),
    circumstances: circumstances(values),
  }),
);
export const editIncident = form(
  EditIncident,
  async (api, input) => {
    await api.incidents.edit(input);
  },
  (values) => ({
    ...others(values),
    stopsReleases: ticked(values, 'stopsReleases'),
    circumstances: circumstances(values),
  }),
);
export const recordNotice = form(
  RecordNotice,
  async (api, input) => {
    await api.incidents.notice(input);
  },
  (values) => ({ ...values, madeAt: instant(values['madeAt']) }),
);
export const closeIncident = form(CloseIncident, async (api, input) => {
  await api.incidents.close(input);
});
