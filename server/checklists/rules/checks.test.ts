import { describe, expect, it } from 'vitest';
import { factModel } from '@/policies/frameworks/facts';
import { type CheckData, checkResult } from './checks';
import { factBase } from './derive';
import { dayInUs } from './evidence';

const nowUs = Date.UTC(2026, 10, 22) * 1000;
const data = (more: Partial<CheckData>): CheckData => ({
  suites: [],
  studies: [],
  leaks: [],
  signOffs: [],
  rolesAssigned: new Set(),
  trail: 'healthy',
  facts: factBase(factModel, {}),
  nowUs,
  ...more,
});
const run = (name: string, verdict: 'pass' | 'fail', days: number) => ({
  id: `run_${name}${days}`,
  name,
  verdict,
  finished_at_us: nowUs - days * dayInUs,
});
const verdictOf = (check: string, given: Partial<CheckData>, params: Record<string, unknown> = {}) =>
  checkResult({ check, params }, data(given)).verdict;
const signOff = { role: 'dpo', controlId: null, byPerson: 'per_1', atUs: nowUs };

describe('checks over data of the portal', () => {
  it.each([
    [[], 'not_enough_evidence'],
    [[run('a', 'pass', 1)], 'pass'],
    [[run('a', 'pass', 1), run('b', 'fail', 1)], 'fail'],
    [[run('a', 'fail', 2), run('a', 'pass', 1)], 'pass'],
    [[run('a', 'pass', 2), run('a', 'fail', 1)], 'fail'],
    [[run('a', 'pass', 91)], 'not_enough_evidence'],
  ])('suites and studies: %j', (outcomes, expected) => {
    const params = { max_age_days: 90 };
    expect(verdictOf('eval.accuracy', { suites: outcomes }, params)).toBe(expected);
    expect(verdictOf('eval.bias', { studies: outcomes }, params)).toBe(expected);
  });

  it.each([
    [1, 200, 'pass'],
    [1, 199, 'not_enough_evidence'],
    [0.995, 200, 'fail'],
    [null, 200, 'not_enough_evidence'],
  ])('personal data: %s clean of %i answers is %s', (clean, n, expected) => {
    const leaks = [{ runId: 'run_1', clean, n, atUs: nowUs - dayInUs }];
    const params = { max_age_days: 90, max_rate: 0, min_prompts: 200 };
    expect(verdictOf('eval.pii-leak', { leaks }, params)).toBe(expected);
  });

  it('asks for a signature in each role, or in any', () => {
    expect(verdictOf('portal.signoffs', {})).toBe('not_enough_evidence');
    expect(verdictOf('portal.signoffs', { signOffs: [signOff] })).toBe('pass');
    expect(verdictOf('portal.signoffs', { signOffs: [signOff] }, { roles: ['executive'] })).toBe(
      'not_enough_evidence',
    );
  });

  it('knows the trail, who holds a role, and prohibited practices', () => {
    expect(verdictOf('portal.audit-chain', {})).toBe('pass');
    expect(verdictOf('portal.audit-chain', { trail: 'behind' })).toBe('fail');
    expect(verdictOf('portal.roles-assigned', {}, { roles: ['dpo'] })).toBe('fail');
    expect(verdictOf('portal.roles-assigned', { rolesAssigned: new Set(['dpo']) }, { roles: ['dpo'] })).toBe(
      'pass',
    );
    expect(verdictOf('portal.prohibited-clear', {})).toBe('not_enough_evidence');
  });

  it('leaves the rest to people', () => {
    expect(verdictOf('portal.roles-assigned', {})).toBe('not_built');
    expect(verdictOf('portal.mfa', {})).toBe('not_built');
  });
});
