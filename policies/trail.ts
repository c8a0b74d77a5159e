import { assurers, everyRole, holdsForAll, onReach, type Policy } from './contract';

/** The audit trail is read and exported by auditors, compliance and administrators, and so is every file that holds
 *  it (`systemId` null); files about one system are for whoever works on it. */
export const trail: Policy = ({ can }, actor) => {
  if (holdsForAll(actor, 'auditor', 'compliance_officer', 'administrator')) {
    can(['read', 'export'], 'Log');
    can(['read', 'export'], 'Export', { systemId: null });
  }
  const ofOneSystem = { systemId: { $ne: null } };
  onReach(actor, everyRole, (where) => can('read', 'Export', { ...ofOneSystem, ...where }));
  onReach(actor, ['auditor', ...assurers, 'ml_lead', 'ml_engineer'], (where) =>
    can('export', 'Export', { ...ofOneSystem, ...where }),
  );
  onReach(actor, assurers, (where) => can('sign', 'Export', { ...ofOneSystem, ...where }));
};
