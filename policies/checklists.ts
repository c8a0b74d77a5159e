import { assurers, builders, everyRole, holds, onReach, type Policy } from './contract';

/** Evidence comes from builders, assurers and owners; a control is assessed only by the role that it names. */
export const checklists: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) {
    can('read', 'Framework');
    can('read', 'Evidence', { systemId: null });
  }
  if (holds(actor, 'compliance_officer', 'administrator')) can('edit', 'Framework');
  onReach(actor, everyRole, (where) => can('read', ['Evidence', 'Assessment'], where));
  const givers = [...builders, ...assurers, ...actor.grants.map((grant) => grant.role)].filter(
    (role) => role !== 'auditor' && role !== 'viewer' && role !== 'administrator',
  );
  onReach(actor, givers, (where) => can(['create', 'edit'], 'Evidence', where));
  for (const { role, systemId } of actor.grants) {
    can('assess', 'Assessment', systemId === null ? { ownerRole: role } : { ownerRole: role, systemId });
  }
};
