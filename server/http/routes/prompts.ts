import { addPromptVersion, createPrompt, editPrompt, moveLabel } from '@/server/prompts/commands/prompts';
import {
  getPrompt,
  getPromptAtLabel,
  getPromptVersion,
  listPrompts,
  listPromptVersions,
} from '@/server/prompts/queries';
import { AddedPromptVersion, Label, Prompt, PromptVersion } from '@/server/prompts/schema';
import { tryPrompt } from '@/server/evaluations/commands/try-prompt';
import { route } from '../route';

const tag = 'Prompts';
const [all, one, versions, label] = [
  '/prompts',
  '/prompts/{promptId}',
  '/prompts/{promptId}/versions',
  '/prompts/{promptId}/labels/{label}',
];
/** 200,000 characters with room for escapes. */
const maxBytes = 2_097_152;

export const promptRoutes = [
  route({
    method: 'post',
    path: '/prompt-versions/{versionId}/tries',
    summary:
      'Ask a model once with this prompt, as it is or changed; nothing of it is kept but that it was asked',
    tag,
    operation: tryPrompt,
    maxBytes,
  }),
  route({ method: 'get', path: all, summary: 'List prompts', tag, operation: listPrompts }),
  route({
    method: 'post',
    path: all,
    summary: 'Create a prompt',
    tag,
    operation: createPrompt,
    output: Prompt,
    maxBytes,
  }),
  route({ method: 'get', path: one, summary: 'One prompt', tag, operation: getPrompt, output: Prompt }),
  route({ method: 'patch', path: one, summary: 'Edit a prompt', tag, operation: editPrompt, output: Prompt }),
  route({
    method: 'get',
    path: versions,
    summary: 'Versions, newest first',
    tag,
    operation: listPromptVersions,
  }),
  route({
    method: 'post',
    path: versions,
    summary: 'Add a version; the same content again answers with the version that has it',
    tag,
    operation: addPromptVersion,
    output: AddedPromptVersion,
    maxBytes,
  }),
  route({
    method: 'get',
    path: '/prompt-versions/{versionId}',
    summary: 'One version with its content',
    tag,
    operation: getPromptVersion,
    output: PromptVersion,
  }),
  route({
    method: 'get',
    path: label,
    summary: 'The version that a label points to; its ETag changes when the label moves',
    tag,
    operation: getPromptAtLabel,
    output: PromptVersion,
  }),
  route({
    method: 'put',
    path: label,
    summary: 'Move a label from expectedVersionId to versionId',
    tag,
    operation: moveLabel,
    output: Label,
  }),
];
