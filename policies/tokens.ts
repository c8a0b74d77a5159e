import type { Action, Policy, SubjectName } from './contract';

const writes: readonly Action[] = [
  'create',
  'edit',
  'delete',
  'answer',
  'submit',
  'withdraw',
  'run',
  'export',
];
/** A subject that is missing here does not compile: a token would have more than its scopes. */
const subjects: Readonly<Record<SubjectName, true>> = {
  ...{ Organisation: true, Person: true, RoleGrant: true, ApiToken: true, Account: true, Session: true },
  ...{ System: true, Facts: true, Model: true, Prompt: true, Dataset: true, Suite: true, Run: true },
  ...{
    Study: true,
    Judge: true,
    Review: true,
    Framework: true,
    Evidence: true,
    Assessment: true,
    Release: true,
  },
  ...{ SignOff: true, Finding: true, Incident: true, Environment: true, GateDecision: true },
  ...{ Log: true, Export: true, Vendor: true },
};
const everything = Object.keys(subjects) as readonly SubjectName[];
const withSystem = [
  'System',
  'Facts',
  'Evidence',
  'Assessment',
  'Finding',
  'Incident',
  'Release',
  'SignOff',
  'GateDecision',
  'Export',
] as const;

/** As for people: what belongs to no single system is not for who works on some systems only. */
const ofWhole = 'This API token is limited to some systems; this concerns all of them';

/** A token is its owner with less: only its scopes and systems, and never a signature, a role or another token. */
export const tokens: Policy = ({ cannot }, actor) => {
  if (actor.kind !== 'token') return;
  const held = actor.scopes ?? [];
  const never: Action[] = ['sign', 'assess', 'grant'];
  for (const action of never) {
    cannot(action, [...everything]).because('An API token may not do this; sign in as a person');
  }
  cannot([...writes], ['ApiToken', 'Person', 'RoleGrant', 'Organisation', 'Account', 'Session']).because(
    'An API token may not change people, roles or tokens; sign in as a person',
  );
  if (!held.includes('write')) {
    cannot([...writes], [...everything]).because('This API token lacks the scope "write"');
  }
  if (!held.includes('read') && !held.includes('write')) {
    // Who may ask the gate may read its answers, and any token may read whose it is.
    const readable = ['Organisation', 'Person', ...(held.includes('gate:check') ? ['GateDecision'] : [])];
    const unread = everything.filter((name) => !readable.includes(name));
    cannot('read', unread).because('This API token lacks the scope "read"');
    cannot('read', 'Person', { id: { $ne: actor.personId ?? undefined } }).because(
      'This API token lacks the scope "read"',
    );
  }
  if (!held.includes('gate:check')) {
    cannot('check', 'GateDecision').because('This API token lacks the scope "gate:check"');
  }
  if (!actor.systemIds) return;
  const systemId = { $nin: [...actor.systemIds, null] };
  for (const name of withSystem) cannot([...writes, 'read', 'check'], name, { systemId });
  cannot(['read', 'export'], 'Log').because(ofWhole);
  cannot(['read', 'export'], 'Export', { systemId: null }).because(ofWhole);
  cannot([...writes], 'Evidence', { systemId: null }).because(ofWhole);
  cannot([...writes], ['Framework', 'Environment']).because(ofWhole);
  cannot('create', 'System').because(ofWhole);
};
