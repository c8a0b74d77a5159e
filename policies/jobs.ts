import type { Policy } from './contract';

/** A job acts for its organisation: it reads what it works on and records what came out, nothing else. */
export const jobs: Policy = ({ can }, actor) => {
  if (actor.kind !== 'job') return;
  can(
    ['read', 'record'],
    [
      'Organisation',
      'System',
      'Facts',
      'Model',
      'Prompt',
      'Dataset',
      'Vendor',
      'Suite',
      'Run',
      'Study',
      'Judge',
      'Review',
    ],
  );
  can(['read', 'record'], ['Framework', 'Evidence', 'Assessment', 'Release', 'SignOff', 'Environment']);
  can(['read', 'record'], ['GateDecision', 'Log', 'Export', 'Person', 'RoleGrant', 'Finding', 'Incident']);
};
