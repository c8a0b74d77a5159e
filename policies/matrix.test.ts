import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { abilityFor, refusal } from './ability';
import {
  type Action,
  type Actor,
  type Grant,
  responsibilities,
  roles,
  scopes,
  type Subjects,
} from './contract';

const actions = [
  ...(['read', 'create', 'edit', 'delete', 'answer', 'assess', 'submit', 'withdraw'] as const),
  ...(['sign', 'check', 'grant', 'run', 'export', 'record'] as const),
] satisfies Action[];
// A missing action or subject does not compile.
const everyAction: Record<Action, true> = Object.fromEntries(actions.map((a) => [a, true])) as Record<
  (typeof actions)[number],
  true
>;

/** Somebody else's things on one system; controls and sign-off slots name the actor's own role. */
const subjectsFor = (role: string): Subjects => {
  const [orgId, systemId, createdBy, personId] = ['org_1', 'sys_1', 'per_other', 'per_other'];
  const made = { orgId, createdBy };
  const onSystem = { orgId, systemId, createdBy };
  return {
    Organisation: { orgId },
    Person: { orgId, id: personId },
    RoleGrant: { orgId, personId, systemId: null },
    ApiToken: { orgId, personId },
    Account: { orgId, personId },
    Session: { orgId, personId },
    System: onSystem,
    Facts: { orgId, systemId },
    Model: made,
    Prompt: made,
    Dataset: made,
    Vendor: made,
    Suite: made,
    Run: made,
    Study: made,
    Judge: made,
    Review: made,
    Framework: { orgId },
    Evidence: onSystem,
    Assessment: { orgId, systemId, ownerRole: role },
    Release: onSystem,
    SignOff: { orgId, systemId, authors: ['per_other'], role },
    Finding: { ...onSystem, remediatedBy: null },
    Incident: onSystem,
    Environment: { orgId },
    GateDecision: { orgId, systemId },
    Log: { orgId },
    Export: { orgId, systemId },
  };
};

const person = (...grants: Grant[]): Actor => ({
  kind: 'user',
  id: 'usr_me',
  personId: 'per_me',
  name: 'Me',
  orgId: 'org_1',
  grants,
});
const everything = roles.map((role) => ({ role, systemId: null }));
const token = (...held: Actor['scopes'] & object): Actor => ({
  ...person(...everything),
  kind: 'token',
  scopes: held,
});

const actors: Record<string, Actor> = {
  'no role': person(),
  ...Object.fromEntries(
    [...roles, ...responsibilities].flatMap((role) => [
      [role, person({ role, systemId: null })],
      [`${role}, on another system`, person({ role, systemId: 'sys_2' })],
    ]),
  ),
  ...Object.fromEntries(
    scopes.map((scope) => [`token with ${scope}, of somebody with every role`, token(scope)]),
  ),
  'a job': { ...person(), kind: 'job', personId: null },
  'an anonymous caller': { ...person(), kind: 'anonymous', personId: null },
};

function tableOf(actor: Actor): Record<string, string> {
  const subjects = subjectsFor(actor.grants[0]?.role ?? 'legal');
  const ability = abilityFor(actor);
  const rows = (Object.keys(subjects) as (keyof Subjects)[]).map((name) => {
    const granted = actions.filter((action) => refusal(ability, action, name, subjects[name]) === null);
    return [name, granted.join(' ')] as const;
  });
  return Object.fromEntries(rows.filter(([, granted]) => granted !== ''));
}

describe('who may do what', () => {
  it.each(Object.keys(actors))('%s', (name) => {
    const expected = JSON.parse(readFileSync(`${import.meta.dirname}/matrix.json`, 'utf8')) as object;
    const actor = actors[name];
    expect(actor && tableOf(actor)).toEqual(expected[name as keyof typeof expected]);
  });

  it('covers every action, and matrix.json names nobody else', () => {
    expect(Object.keys(everyAction)).toHaveLength(actions.length);
    const expected = JSON.parse(readFileSync(`${import.meta.dirname}/matrix.json`, 'utf8')) as object;
    expect(Object.keys(expected)).toEqual(Object.keys(actors));
  });
});

const may = <S extends keyof Subjects>(actor: Actor, action: Action, name: S, target: Partial<Subjects[S]>) =>
  refusal(abilityFor(actor), action, name, { ...subjectsFor('legal')[name], ...target }) === null;

describe('what depends on whose it is', () => {
  it('one keeps tokens, passwords and sessions of one’s own, and asks for roles for oneself', () => {
    const own = { personId: 'per_me' };
    expect(may(person(), 'create', 'ApiToken', own)).toBe(true);
    expect(may(person(), 'edit', 'Account', own)).toBe(true);
    expect(may(person(), 'delete', 'Session', own)).toBe(true);
    expect(may(person(), 'create', 'RoleGrant', own)).toBe(true);
    expect(may(person(), 'grant', 'RoleGrant', own)).toBe(false);
  });

  it('an author does not sign, whatever their roles are', () => {
    const actor = person(...everything);
    expect(may(actor, 'sign', 'SignOff', {})).toBe(true);
    expect(may(actor, 'sign', 'SignOff', { authors: ['per_other', 'per_me'] })).toBe(false);
  });

  it('a control is assessed, and a slot signed, only in the role that it names', () => {
    const legal = person({ role: 'legal', systemId: null });
    expect(may(legal, 'assess', 'Assessment', { ownerRole: 'dpo' })).toBe(false);
    expect(may(legal, 'sign', 'SignOff', { role: 'risk_officer' })).toBe(false);
    const limited = person({ role: 'legal', systemId: 'sys_1' });
    expect(may(limited, 'sign', 'SignOff', {})).toBe(true);
    expect(may(limited, 'sign', 'SignOff', { systemId: 'sys_2' })).toBe(false);
  });

  it('a token limited to systems reaches nothing else that belongs to one', () => {
    const limited = { ...token('read', 'write'), systemIds: ['sys_2'] };
    expect(may(limited, 'read', 'System', {})).toBe(false);
    expect(may(limited, 'edit', 'Release', {})).toBe(false);
    expect(may(limited, 'read', 'Release', { systemId: 'sys_2' })).toBe(true);
  });

  it('a token limited to systems does not reach the trail or what applies to all systems', () => {
    const limited = { ...token('read', 'write', 'gate:check'), systemIds: ['sys_1'] };
    expect(may(limited, 'read', 'Log', {})).toBe(false);
    expect(may(limited, 'export', 'Log', {})).toBe(false);
    for (const action of ['read', 'export'] as const) {
      expect(may(limited, action, 'Export', { systemId: null })).toBe(false);
      expect(may(limited, action, 'Export', {})).toBe(true);
    }
    expect(may(limited, 'create', 'Evidence', { systemId: null })).toBe(false);
    expect(may(limited, 'read', 'Evidence', { systemId: null })).toBe(true);
    expect(may(limited, 'create', 'System', { systemId: '' })).toBe(false);
    expect(may(limited, 'edit', 'System', {})).toBe(true);
    expect(may(limited, 'edit', 'Framework', {})).toBe(false);
    expect(may(limited, 'edit', 'Environment', {})).toBe(false);
    expect(may(limited, 'read', 'Environment', {})).toBe(true);
    expect(may(token('read', 'write'), 'edit', 'Environment', {})).toBe(true);
  });

  it('any token reads whose it is, and only a reading one who the others are', () => {
    expect(may(token('gate:check'), 'read', 'Person', { id: 'per_me' })).toBe(true);
    expect(may(token('gate:check'), 'read', 'Person', {})).toBe(false);
  });
});
