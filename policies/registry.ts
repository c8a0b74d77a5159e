import { assurers, builders, everyRole, holds, holdsForAll, type Policy } from './contract';

/** Models, prompts, datasets and vendors are shared by all systems; builders register them. */
export const registry: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) can('read', ['Model', 'Prompt', 'Dataset', 'Vendor']);
  if (holds(actor, ...builders)) can(['create', 'edit'], ['Model', 'Prompt', 'Dataset']);
  // Its papers serve every system that uses it.
  if (holdsForAll(actor, ...builders, ...assurers, 'dpo')) can(['create', 'edit'], 'Vendor');
};
