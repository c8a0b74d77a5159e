'use server';

import { form, type Values } from '@/app/_lib/form';
import { AddModelVersion, CreateModel, EditModel } from '@/server/registry/schema/models';

export const createModel = form(CreateModel, async (api, input) => {
  const { id } = await api.models.create(input);
  return { id };
});
// An emptied field of a form is "not given"; here it says that the text was taken away.
export const editModel = form(
  EditModel,
  async (api, input) => {
    await api.models.edit(input);
  },
  (values) => ({ intendedUse: '', licence: '', ...values }),
);
export const addModelVersion = form(
  AddModelVersion,
  async (api, input) => {
    const { id, unchanged } = await api.models.addVersion(input);
    return { id, unchanged };
  },
  versionOf,
);

/** `source.x` fields become the source; settings are written as JSON; line ends are those of the text box, not of HTTP. */
function versionOf(values: Values) {
  const { modelId, version, card, ...rest } = values;
  const source = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name.replace(/^source\./, ''),
      name === 'source.config' ? parsed(String(value)) : value,
    ]),
  );
  return {
    modelId,
    version,
    source,
    card: card === undefined ? card : String(card).replaceAll('\r\n', '\n'),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
