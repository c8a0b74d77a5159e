'use server';

import { form, type Values } from '@/app/_lib/form';
import { langfuseOf } from '@/app/_lib/langfuse';
import { BringLangfuse, CreateDataset, EditDataset } from '@/server/registry/schema/datasets';

const withFlags = (values: Values) => ({ ...values, isSynthetic: values['isSynthetic'] === 'true' });

export const createDataset = form(
  CreateDataset,
  async (api, input) => {
    const { id } = await api.datasets.create(input);
    return { id };
  },
  withFlags,
);
export const bringLangfuse = form(
  BringLangfuse,
  async (api, input) => {
    const { id, number, unchanged } = await api.datasets.bringLangfuse(input);
    return { id, number, unchanged };
  },
  langfuseOf,
);
// An emptied field of a form is "not given"; here it says that the text was taken away.
export const editDataset = form(
  EditDataset,
  async (api, input) => {
    await api.datasets.edit(input);
  },
  (values) => withFlags({ description: '', licence: '', legalBasis: '', ...values }),
);
