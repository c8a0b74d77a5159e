import { assurers, builders, everyRole, onReach, type Policy, responsibilities } from './contract';

/** Who assembles a release and who may sign it. When they may is a question for the rules of the modules. */
export const releases: Policy = ({ can, cannot }, actor) => {
  onReach(actor, everyRole, (where) => can('read', ['Release', 'SignOff'], where));
  onReach(actor, builders, (where) => can('create', 'Release', where));
  onReach(actor, [...builders, 'compliance_officer'], (where) =>
    can(['edit', 'submit', 'withdraw'], 'Release', where),
  );
  if (actor.kind !== 'user' || actor.personId === null) return;
  for (const { role, systemId } of actor.grants) {
    if (![...assurers, 'ml_lead', ...responsibilities].some((signer) => signer === role)) continue;
    can('sign', 'SignOff', systemId === null ? { role } : { role, systemId });
  }
  cannot('sign', 'SignOff', { authors: { $elemMatch: { $eq: actor.personId } } }).because(
    'Four eyes: you are an author of this release, so someone else must sign it',
  );
};
