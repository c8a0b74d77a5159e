import { assurers, everyRole, onReach, type Policy } from './contract';

/** They watch and administer; they neither raise nor settle anything. */
const onlookers: readonly string[] = ['administrator', 'auditor', 'viewer'];
const settlers = [...assurers, 'ai_risk_owner', 'security_officer', 'dpo'];

/** Whoever works on a system raises findings and reports incidents; assurers settle them, never their own work. */
export const findings: Policy = ({ can, cannot }, actor) => {
  const working = actor.grants.map(({ role }) => role).filter((role) => !onlookers.includes(role));
  onReach(actor, everyRole, (where) => can('read', ['Finding', 'Incident'], where));
  onReach(actor, working, (where) => can(['create', 'edit'], 'Finding', where));
  onReach(actor, working, (where) => can('create', 'Incident', where));
  onReach(actor, settlers, (where) => can('assess', 'Finding', where));
  onReach(actor, settlers, (where) => can('edit', 'Incident', where));
  if (actor.personId === null) return;
  cannot('assess', 'Finding', { remediatedBy: actor.personId }).because(
    'Four eyes: you remediated this finding, so someone else must verify it',
  );
};
