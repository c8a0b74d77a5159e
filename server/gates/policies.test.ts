import { describe, expect, it } from 'vitest';
import { world } from '@/db/testing/world';
import { foundEnvironments } from './commands/found-environments';
import { createEnvironment, setPolicy } from './commands/policies';
import { CreateEnvironment, SetPolicy } from './schema/inputs';
import { firstPolicy } from './schema/policy';

const { schema: _, environment: __, ...policy } = firstPolicy;
const canary = { environment: 'canary', stage: 'staging' } as const;

describe('an environment', () => {
  it('is made once, by compliance or an administrator', async () => {
    const org = world();
    const officer = org.as('compliance_officer');
    expect(await createEnvironment(officer, canary)).toMatchObject({ name: 'canary', stage: 'staging' });
    await expect(createEnvironment(officer, canary)).rejects.toMatchObject({ code: 'conflict' });
    const engineer = org.as('ml_engineer');
    await expect(createEnvironment(engineer, canary)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await org.trail())[0]).toBe('environment.created');
    for (const environment of ['Canary', '', 'a b', '../x', 'c'.repeat(41)])
      expect(CreateEnvironment.safeParse({ ...canary, environment }).success, environment).toBe(false);
  });

  it('of a new organisation is production, and founding it again changes nothing', async () => {
    const org = world();
    await foundEnvironments(org.job(), {});
    await foundEnvironments(org.job(), {});
    expect(await org.trail()).toEqual(['environment.created', 'gate_policy.set', 'environment.kept']);
    await expect(foundEnvironments(org.as('administrator'), {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a policy', () => {
  it('is written as the next version of what its editor saw', async () => {
    const org = world();
    const officer = org.as('compliance_officer');
    await createEnvironment(officer, canary);
    const { environment } = canary;
    const first = await setPolicy(officer, { environment, basedOn: 0, policy });
    expect(first).toMatchObject({ version: 1, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
    expect(first.warnings).toHaveLength(1);
    await expect(setPolicy(officer, { environment, basedOn: 0, policy })).rejects.toThrow('at version 1');
    const longer = { ...policy, approval_ttl_days: 30 };
    const second = await setPolicy(officer, { environment, basedOn: 1, policy: longer });
    expect(second.digest).not.toBe(first.digest);
    expect((await org.trail()).slice(1)).toEqual(['gate_policy.set', 'gate_policy.set']);
  });

  it('is refused to builders, and its environment does not exist elsewhere', async () => {
    const org = world();
    await createEnvironment(org.as('compliance_officer'), canary);
    const wanted = { environment: 'canary', basedOn: 0, policy };
    await expect(setPolicy(org.as('ml_engineer'), wanted)).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = world().as('compliance_officer');
    await expect(setPolicy(stranger, wanted)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('names the field that is wrong', () => {
    const problem = (change: object) =>
      SetPolicy.safeParse({ environment: 'canary', basedOn: 0, policy: { ...policy, ...change } })
        .error?.issues[0]?.path.slice(1)
        .join('.');
    expect(problem({})).toBeUndefined();
    expect(problem({ quorum: [] })).toBe('quorum');
    expect(problem({ quorum: [{ role: 'compliance_officer', n: 0 }] })).toBe('quorum.0.n');
    expect(problem({ approval_ttl_days: 0 })).toBe('approval_ttl_days');
    expect(problem({ distinct_persons: false })).toBe('distinct_persons');
    expect(problem({ extra: 1 })).toBe('');
  });
});
