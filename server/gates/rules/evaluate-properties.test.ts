import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatePolicy } from '../schema/policy';
import { base, day, digest, grant, now, policy, role } from '@/db/testing/gate-case';
import { evaluate } from './evaluate';

describe('evaluate: whatever is asked', () => {
  const people = ['per_x', 'per_y', 'per_z', 'per_author'];
  const roles = [role, 'legal'];
  const anySignOff = fc.record({
    person: fc.constantFrom(...people),
    role: fc.constantFrom(...roles),
    meaning: fc.constantFrom('approved', 'approved_with_conditions', 'reviewed', 'rejected'),
    release_digest: fc.constantFrom(digest, digest, `sha256:${'b'.repeat(64)}`),
    environment: fc.constantFrom('production', 'production', 'staging'),
    method: fc.constantFrom('password', 'oidc-stepup', 'webauthn-uv'),
    signed_at_us: fc.integer({ min: now - 3 * day, max: now }),
    valid_until_us: fc.integer({ min: now - day, max: now + 9 * day }),
  });
  const anyQuestion = fc
    .record({
      signoffs: fc.array(anySignOff, { maxLength: 8 }),
      withdrawn: fc.array(fc.nat(7), { maxLength: 2 }),
      grants: fc.subarray(people.flatMap((person) => roles.map((held) => grant(person, { role: held })))),
      quorum: fc.constantFrom<GatePolicy['quorum']>(
        [{ role, n: 1 }],
        [{ role, n: 2 }],
        [
          { role, n: 1 },
          { role: 'legal', n: 1 },
        ],
      ),
      min_method: fc.constantFrom<GatePolicy['min_method']>('password', 'oidc-stepup', 'webauthn-uv'),
    })
    .map(({ signoffs, withdrawn, grants, quorum, min_method }) => ({
      ...base,
      policy: policy({ quorum, min_method }),
      grants,
      signoffs: signoffs.map((one, index) => ({ ...one, event: `e${index}` })),
      withdrawals: withdrawn.map((index) => `e${index}`),
    }));

  it('allows only with every slot filled by another eligible person, and no rejection', () => {
    let allowed = 0;
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { verdict, counted, reasons } = evaluate(question);
        if (verdict !== 'allow') {
          expect(reasons.length).toBeGreaterThan(0);
          return;
        }
        allowed += 1;
        expect(reasons).toEqual([]);
        expect(new Set(counted.map(({ person }) => person)).size).toBe(counted.length);
        for (const { role: wanted, n } of question.policy.quorum)
          expect(counted.filter((one) => one.role === wanted).length).toBeGreaterThanOrEqual(n);
        for (const one of counted) {
          expect(one).toMatchObject({ release_digest: digest, environment: 'production' });
          expect(one.person).not.toBe('per_author');
          expect(one.valid_until_us).toBeGreaterThan(now);
          expect(question.withdrawals).not.toContain(one.event);
          expect(question.grants.some((held) => held.person === one.person && held.role === one.role)).toBe(
            true,
          );
        }
      }),
      { numRuns: 3000 },
    );
    expect(allowed).toBeGreaterThan(20);
  });

  it('does not care about signatures for other digests and environments', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const here = question.signoffs.filter(
          (one) => one.release_digest === digest && one.environment === 'production',
        );
        expect(evaluate({ ...question, signoffs: here })).toEqual(evaluate(question));
      }),
    );
  });

  it('is never moved from deny to allow by taking an approval away', () => {
    fc.assert(
      fc.property(anyQuestion, fc.nat(), (question, at) => {
        const approvals = question.signoffs.filter(({ meaning }) => meaning !== 'rejected');
        const gone = approvals[at % Math.max(1, approvals.length)];
        const fewer = { ...question, withdrawals: [...question.withdrawals, gone?.event ?? ''] };
        if (evaluate(question).verdict !== 'allow') expect(evaluate(fewer).verdict).not.toBe('allow');
      }),
      { numRuns: 1000 },
    );
  });
});
