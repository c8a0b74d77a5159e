import { assurers, builders, everyRole, holds, type Policy } from './contract';

/** They watch and administer; they do not judge answers. */
const onlookers: readonly string[] = ['administrator', 'auditor', 'viewer'];

/** Whoever works on systems labels answers; builders and compliance officers make queues; assurers and leads decide where
 *  people differ. */
export const reviews: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) can('read', 'Review');
  if (holds(actor, ...everyRole.filter((role) => !onlookers.includes(role)))) can('answer', 'Review');
  if (holds(actor, ...builders, 'compliance_officer')) can(['create', 'edit'], 'Review');
  if (holds(actor, ...assurers, 'ml_lead')) can('assess', 'Review');
};
