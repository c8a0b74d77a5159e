import { everyRole, holds, holdsForAll, onReach, type Policy } from './contract';

/** Everybody may ask the gate about systems they see; its policies belong to compliance. */
export const gates: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) {
    can('read', 'Environment');
    can(['check', 'read'], 'GateDecision', { systemId: null });
  }
  onReach(actor, everyRole, (where) => can(['check', 'read'], 'GateDecision', where));
  if (holdsForAll(actor, 'compliance_officer', 'administrator')) can(['create', 'edit'], 'Environment');
};
