import { builders, everyRole, holds, type Policy } from './contract';

/** Suites, runs, judges and bias studies: everybody reads the results, builders make and run them. */
export const evaluations: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) can('read', ['Suite', 'Run', 'Study', 'Judge']);
  if (holds(actor, ...builders)) can(['create', 'edit', 'run'], ['Suite', 'Run', 'Study', 'Judge']);
  if (holds(actor, 'compliance_officer')) can(['create', 'edit', 'run'], ['Suite', 'Study', 'Judge']);
};
