import { assurers, everyRole, holds, onReach, type Policy } from './contract';

/** The audit trail is read and exported by auditors, compliance and administrators. */
export const trail: Policy = ({ can }, actor) => {
  if (holds(actor, 'auditor', 'compliance_officer', 'administrator')) {
    can(['read', 'export'], 'Log');
    can(['read', 'export'], 'Export', { systemId: null });
  }
  onReach(actor, everyRole, (where) => can('read', 'Export', where));
  onReach(actor, ['auditor', ...assurers, 'ml_lead', 'ml_engineer'], (where) =>
    can('export', 'Export', where),
  );
};
