import { mutate, query, router } from '@/server/trpc/init';
import { addPromptVersion, createPrompt, editPrompt, moveLabel } from './commands/prompts';
import {
  countPrompts,
  getPrompt,
  getPromptAtLabel,
  getPromptVersion,
  listPrompts,
  listPromptVersions,
} from './queries';

export const promptsRouter = router({
  get: query(getPrompt),
  list: query(listPrompts),
  count: query(countPrompts),
  version: query(getPromptVersion),
  versions: query(listPromptVersions),
  atLabel: query(getPromptAtLabel),
  create: mutate(createPrompt),
  edit: mutate(editPrompt),
  addVersion: mutate(addPromptVersion),
  moveLabel: mutate(moveLabel),
});
