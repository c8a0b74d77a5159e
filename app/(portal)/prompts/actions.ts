'use server';

import { form, type Values } from '@/app/_lib/form';
import { TryPrompt } from '@/server/evaluations/schema/tries';
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

const numbers = ['temperature', 'seed', 'maxTokens'] as const;

/** The values of variables come as fields called `value.NAME`; an empty one is an empty text. */
export const tryPrompt = form(
  TryPrompt,
  async (api, input, data) => ({
    ...(await api.runs.tryPrompt(input)),
    template: input.template,
    asked: asked(data),
  }),
  ({ template, versionId, baseUrl, model, api, apiKeyRef, ...rest }, data) => ({
    ...present({ versionId, baseUrl, model, api, apiKeyRef, template: parsed(template) }),
    ...Object.fromEntries(numbers.flatMap((name) => (rest[name] ? [[name, Number(rest[name])]] : []))),
    values: Object.fromEntries(
      [...data.entries()].flatMap(([name, value]) =>
        name.startsWith('value.') && typeof value === 'string' ? [[name.slice(6), value]] : [],
      ),
    ),
  }),
);
/** React empties the form after its action; the next question begins where this one was. */
const asked = (data: FormData): Record<string, string> =>
  Object.fromEntries(
    [...data.entries()].flatMap(([name, value]) =>
      typeof value === 'string' && !name.startsWith('$') ? [[name, value]] : [],
    ),
  );
const present = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** What was tried becomes the next version of the prompt. */
export const keepTried = form(
  AddPromptVersion,
  async (api, input) => {
    const { id, number, unchanged } = await api.prompts.addVersion(input);
    return { id, number, unchanged };
  },
  ({ promptId, template, parameters }) => ({
    promptId,
    message: 'From the playground',
    template: parsed(template),
    parameters: parsed(parameters),
  }),
);
