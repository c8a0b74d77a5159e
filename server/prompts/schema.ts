import { z } from 'zod';
import { Digest, id, Json, optionalText, Slug, verbatim } from '@/server/kernel/contract';
import { Paging } from '@/server/kernel/paging';

export const ChatRole = z.enum(['system', 'developer', 'user', 'assistant', 'tool']);

/** One message of a chat template; at most 100,000 characters. */
export const ChatMessage = z.strictObject({ role: ChatRole, content: verbatim(100_000) });

/** Text of at most 100,000 characters, or 1 to 100 chat messages with at most 200,000 characters together. Kept byte
 *  for byte: no trimming, no Unicode normalisation, line ends as they came. `{{name}}` marks a variable. */
export const Template = z.union([
  verbatim(100_000),
  z
    .array(ChatMessage)
    .min(1, 'must have at least one message')
    .max(100, 'must have at most 100 messages')
    .refine(
      (messages) => messages.reduce((sum, { content }) => sum + content.length, 0) <= 200_000,
      'must have at most 200,000 characters in all messages together',
    ),
]);
export type Template = z.infer<typeof Template>;

const parameter = z
  .string()
  .regex(/^[A-Za-z_][\w.-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores');

/** What is sent to the model beside the messages (model, temperature, …): at most 50 entries. */
export const ModelParameters = z
  .record(parameter, Json)
  .refine((given) => Object.keys(given).length <= 50, 'must have at most 50 parameters');

export const PromptContent = z.strictObject({ template: Template, parameters: ModelParameters.default({}) });
export type PromptContent = z.infer<typeof PromptContent>;

/** Its RFC 8785 text is what a prompt version's digest is taken of. `variables` are sorted; `roleOrder` is empty for
 *  a text template. */
export const PromptBody = z.strictObject({
  template: Template,
  variables: z.array(z.string()),
  roleOrder: z.array(ChatRole),
  parameters: ModelParameters,
});
export type PromptBody = z.infer<typeof PromptBody>;

const message = optionalText(500);

export const CreatePrompt = z.strictObject({
  name: Slug,
  description: optionalText(2000),
  /** The person who answers for it; by default the one who creates it. */
  ownerId: id('per').optional(),
  /** Becomes version 1. */
  content: PromptContent.optional(),
  message,
});

export const EditPrompt = z.strictObject({
  promptId: id('prm'),
  description: optionalText(2000),
  ownerId: id('per').optional(),
});

export const AddPromptVersion = z.strictObject({
  promptId: id('prm'),
  ...PromptContent.shape,
  /** What changed, in the author's words. */
  message,
});

export const MoveLabel = z.strictObject({
  promptId: id('prm'),
  label: Slug,
  versionId: id('prv'),
  /** Where the label points now, null when it points nowhere yet; anything else is a conflict. */
  expectedVersionId: id('prv').nullable(),
});

export const PromptRef = z.strictObject({ promptId: id('prm') });
export const PromptVersionRef = z.strictObject({ versionId: id('prv') });
export const LabelRef = z.strictObject({ promptId: id('prm'), label: Slug });
export const ListPrompts = z.strictObject({
  ...Paging,
  search: z.string().max(100).optional(),
  /** Exactly this name. */
  name: Slug.optional(),
  label: Slug.optional(),
});
export const ListPromptVersions = z.strictObject({ promptId: id('prm'), ...Paging });
export const CountPrompts = z.strictObject({});

const owned = { orgId: z.string(), createdBy: z.string(), createdAt: z.date() };

export const Label = z.strictObject({
  label: Slug,
  versionId: id('prv'),
  /** Of the version it points to. */
  number: z.int(),
  /** Moves only with a release whose gate allows it. */
  isProtected: z.boolean(),
  movedBy: z.string(),
  movedAt: z.date(),
});
export type Label = z.infer<typeof Label>;

export const Prompt = z.strictObject({
  id: id('prm'),
  name: Slug,
  description: z.string(),
  ownerId: z.string(),
  ...owned,
  updatedAt: z.date(),
  latest: z.strictObject({ id: id('prv'), number: z.int(), digest: Digest, createdAt: z.date() }).nullable(),
  labels: z.array(Label),
});
export type Prompt = z.infer<typeof Prompt>;

export const PromptVersion = z.strictObject({
  id: id('prv'),
  promptId: id('prm'),
  promptName: Slug,
  number: z.int(),
  digest: Digest,
  ...PromptBody.shape,
  message: z.string(),
  ...owned,
});
export type PromptVersion = z.infer<typeof PromptVersion>;

/** `unchanged`: the same content was a version already, which is this one. */
export const AddedPromptVersion = PromptVersion.extend({ unchanged: z.boolean() });
