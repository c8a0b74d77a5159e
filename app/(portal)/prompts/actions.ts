'use server';

import { form, type Values } from '@/app/_lib/form';
import {
  AddPromptVersion,
  CreatePrompt,
  EditPrompt,
  MoveLabel,
  PromptContent,
} from '@/server/prompts/schema';

/** Parts that the form sends as JSON: an unreadable one stays text, which the contract then refuses. */
const parsed = (text: unknown): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(String(text));
  } catch {
    return text;
  }
};
const contentOf = ({ template, parameters }: Partial<Values>) => ({
  template: parsed(template),
  parameters: parsed(parameters),
});

export const createPrompt = form(
  CreatePrompt.omit({ content: true }).extend(PromptContent.shape),
  async (api, { template, parameters, ...input }) => {
    const { id } = await api.prompts.create({ ...input, content: { template, parameters } });
    return { id };
  },
  (values) => ({ ...values, ...contentOf(values) }),
);
// An emptied field of a form is "not given"; here it says that the text was taken away.
export const editPrompt = form(
  EditPrompt,
  async (api, input) => {
    await api.prompts.edit(input);
  },
  (values) => ({ description: '', ...values }),
);
export const addPromptVersion = form(
  AddPromptVersion,
  async (api, input) => {
    const { id, number, unchanged } = await api.prompts.addVersion(input);
    return { id, number, unchanged };
  },
  (values) => ({ ...values, ...contentOf(values) }),
);
export const moveLabel = form(
  MoveLabel,
  async (api, input) => {
    await api.prompts.moveLabel(input);
  },
  (values) => ({ expectedVersionId: null, ...values }),
);
