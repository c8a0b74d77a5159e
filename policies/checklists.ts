import { assurers, builders, everyRole, holds, holdsForAll, onReach, type Policy } from './contract';

/** They watch and administer; no control is theirs. */
const onlookers: readonly string[] = ['administrator', 'auditor', 'viewer'];

/** Evidence comes from builders, assurers and owners; a control is assessed only by the role that it names. */
export const checklists: Policy = ({ can }, actor) => {
  if (holds(actor, ...everyRole)) {
    can('read', 'Framework');
    can('read', 'Evidence', { systemId: null });
  }
  if (holdsForAll(actor, 'compliance_officer', 'administrator')) can('edit', 'Framework');
  onReach(actor, everyRole, (where) => can('read', ['Evidence', 'Assessment'], where));
  const working = actor.grants.filter(({ role }) => !onlookers.includes(role));
  const givers = working.map(({ role }) => role);
  onReach(actor, givers, (where) => can(['create', 'edit'], 'Evidence', where));
  // Four eyes: nobody reviews what they gave.
  const others = { createdBy: { $ne: actor.personId ?? actor.id } };
  const reviewers = givers.filter((role) => !builders.some((builder) => builder === role));
  onReach(actor, reviewers, (where) => can('assess', 'Evidence', { ...where, ...others }));
  // Who sees to a control, and by when: its owner's role, and those who watch over all of them.
  onReach(actor, assurers, (where) => can('edit', 'Assessment', where));
  if (actor.personId !== null) can('edit', 'Assessment', { ownedBy: actor.personId });
  for (const { role, systemId } of working) {
    can(
      ['assess', 'edit'],
      'Assessment',
      systemId === null ? { ownerRole: role } : { ownerRole: role, systemId },
    );
  }
};
