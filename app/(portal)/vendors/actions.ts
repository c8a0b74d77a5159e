'use server';

import { form, type Values } from '@/app/_lib/form';
import {
  DropVendor,
  EditVendor,
  EndVendor,
  RegisterVendor,
  UseVendor,
} from '@/server/registry/schema/vendors';

export const registerVendor = form(RegisterVendor, async (api, input) => {
  const { id } = await api.vendors.register(input);
  return { id };
});
// An emptied field of a form is "not given"; here it says that the text was taken away.
export const editVendor = form(
  EditVendor,
  async (api, input) => {
    await api.vendors.edit(input);
  },
  (values) => ({ services: '', contact: '', contract: '', ...values }),
);
export const endVendor = form(EndVendor, async (api, input) => {
  await api.vendors.end(input);
});
export const recordUse = form(
  UseVendor,
  async (api, input) => {
    await api.vendors.use(input);
  },
  (values: Values) => ({
    ...values,
    receivesData: values['receivesData'] === 'true',
    modelIds: [values['modelIds'] ?? []].flat().filter((id) => id !== ''),
  }),
);
export const dropVendor = form(DropVendor, async (api, input) => {
  await api.vendors.drop(input);
});
