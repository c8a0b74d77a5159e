import { builders, everyRole, holds, type Policy } from './contract';

/** Models, prompts and datasets are shared by all systems; builders register them. */
export const registry: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) can('read', ['Model', 'Prompt', 'Dataset']);
  if (holds(actor, ...builders)) can(['create', 'edit'], ['Model', 'Prompt', 'Dataset']);
};
