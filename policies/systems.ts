import { assurers, builders, everyRole, holdsForAll, onReach, type Policy } from './contract';

/** A system is seen by whoever holds any role on it, and described by those who build or assure it. */
export const systems: Policy = ({ can }, actor) => {
  onReach(actor, everyRole, (where) => can('read', ['System', 'Facts'], where));
  if (holdsForAll(actor, ...builders, 'compliance_officer', 'administrator')) can('create', 'System');
  onReach(actor, [...builders, 'compliance_officer', 'administrator'], (where) =>
    can('edit', 'System', where),
  );
  onReach(actor, [...builders, ...assurers, 'dpo'], (where) => can('answer', 'Facts', where));
};
