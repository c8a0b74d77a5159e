import { describe, expect, it } from 'vitest';
import { base, day, grant, manifest, now, policy, role, signed } from '@/db/testing/gate-case';
import { firstPolicy } from '../schema/policy';
import { evaluate, type Question } from './evaluate';
import { unsatisfiable } from './lint';
import { fillQuorum } from './quorum';

const ask = (change: Partial<Question>) => {
  const { verdict, reasons } = evaluate({ ...base, ...change });
  for (const { message } of reasons) expect(message).toMatch(/^[\p{L}\d].{15,}\.$/su);
  return [verdict, ...reasons.map(({ code }) => code)].join(' ');
};

describe('evaluate: signatures', () => {
  it.each<[string, Partial<Question>, string]>([
    ['allows what is signed', {}, 'allow'],
    ['knows no such release', { manifest: null, release_digest: null }, 'deny UNKNOWN_DIGEST'],
    ['has no policy', { policy: null }, 'deny POLICY_MISSING'],
    ['has a policy for elsewhere', { environment: 'staging' }, 'deny POLICY_MISSING'],
    ['misses a signature', { signoffs: [] }, 'needs_signoff SIGNOFF_MISSING'],
    [
      'ignores another digest',
      { signoffs: [signed('per_x', { release_digest: `sha256:${'b'.repeat(64)}` })] },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'ignores another environment',
      { signoffs: [signed('per_x', { environment: 'staging' })] },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'does not take a review for an approval',
      { signoffs: [signed('per_x', { meaning: 'reviewed' })] },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'lets a later review stand beside the approval',
      { signoffs: [signed('per_x'), signed('per_x', { meaning: 'reviewed', signed_at_us: now })] },
      'allow',
    ],
    ['ignores a withdrawn one', { withdrawals: ['event-per_x'] }, 'needs_signoff SIGNOFF_MISSING'],
    [
      'names an invalidated one',
      { invalidations: ['event-per_x'] },
      'deny SIGNOFF_INVALIDATED SIGNOFF_MISSING',
    ],
    ['names an expired one', { nowUs: now + 89 * day }, 'needs_signoff SIGNOFF_EXPIRED'],
    [
      'lets the policy end it earlier',
      { policy: policy({ approval_ttl_days: 1 }) },
      'needs_signoff SIGNOFF_EXPIRED',
    ],
    ['refuses the author', { signoffs: [signed('per_author')] }, 'deny SOD_VIOLATION SIGNOFF_MISSING'],
    [
      'lets the author sign where the policy says so',
      { signoffs: [signed('per_author')], policy: policy({ forbid: [] }) },
      'allow',
    ],
    [
      'refuses the requester',
      { policy: policy({ forbid: ['requester'] }), signoffs: [signed('per_author')] },
      'deny SOD_VIOLATION SIGNOFF_MISSING',
    ],
    [
      'refuses the owner of a suite',
      {
        policy: policy({ forbid: ['evaluator_owner'] }),
        submission: { ...base.submission, evaluator_owners: ['per_x'] },
      },
      'deny SOD_VIOLATION SIGNOFF_MISSING',
    ],
    ['refuses who never held the role', { grants: [] }, 'deny SOD_VIOLATION SIGNOFF_MISSING'],
    [
      'refuses a role of another system',
      { grants: [grant('per_x', { scope: 'system/sys_b' })] },
      'deny SOD_VIOLATION SIGNOFF_MISSING',
    ],
    ['takes a role of this system', { grants: [grant('per_x', { scope: 'system/sys_a' })] }, 'allow'],
    [
      'refuses a role granted after the submission',
      { grants: [grant('per_x', { from_us: now - 1.5 * day })] },
      'deny SOD_VIOLATION SIGNOFF_MISSING',
    ],
    [
      'refuses a role not seasoned enough',
      {
        policy: policy({ role_seasoning_hours: 24 }),
        grants: [grant('per_x', { from_us: now - 2.5 * day })],
      },
      'deny SOD_VIOLATION SIGNOFF_MISSING',
    ],
    [
      'drops a role lost since',
      { grants: [grant('per_x', { to_us: now })] },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'keeps a role lost since, if told to',
      { grants: [grant('per_x', { to_us: now })], policy: policy({ on_role_lost: 'keep' }) },
      'allow',
    ],
    [
      'wants a stronger method',
      { policy: policy({ min_method: 'webauthn-uv' }) },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'takes a stronger method',
      {
        policy: policy({ min_method: 'oidc-stepup' }),
        signoffs: [signed('per_x', { method: 'webauthn-uv' })],
      },
      'allow',
    ],
    [
      'knows no such method',
      { signoffs: [signed('per_x', { method: 'fax' })] },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'does not take a signature of the future',
      { signoffs: [signed('per_x', { signed_at_us: now + 1 })] },
      'needs_signoff SIGNOFF_EXPIRED',
    ],
    [
      'stops at a rejection',
      { signoffs: [signed('per_x'), signed('per_y', { meaning: 'rejected' })] },
      'deny SIGNOFF_REJECTED',
    ],
    [
      'keeps a rejection after its time and role are over',
      {
        signoffs: [signed('per_x'), signed('per_y', { meaning: 'rejected', valid_until_us: 1 })],
        grants: [grant('per_x'), grant('per_y', { to_us: now })],
      },
      'deny SIGNOFF_REJECTED',
    ],
    [
      'lets a rejection pass when the policy says so',
      {
        policy: policy({ any_rejection_blocks: false }),
        signoffs: [signed('per_x'), signed('per_y', { meaning: 'rejected' })],
      },
      'allow',
    ],
    [
      'lets a person change their mind',
      {
        signoffs: [
          signed('per_x', { meaning: 'rejected', signed_at_us: now - 1.5 * day }),
          signed('per_x', { event: 'later' }),
        ],
      },
      'allow',
    ],
    [
      'takes the last word of a person',
      {
        signoffs: [
          signed('per_x'),
          signed('per_x', { event: 'later', meaning: 'rejected', signed_at_us: now }),
        ],
      },
      'deny SIGNOFF_REJECTED SIGNOFF_MISSING',
    ],
    [
      'does not revive an approval when the later rejection is withdrawn',
      {
        signoffs: [
          signed('per_x'),
          signed('per_x', { event: 'later', meaning: 'rejected', signed_at_us: now }),
        ],
        withdrawals: ['later'],
      },
      'needs_signoff SIGNOFF_MISSING',
    ],
    [
      'does not let a weak approval lift a rejection',
      {
        policy: policy({ min_method: 'webauthn-uv' }),
        signoffs: [
          signed('per_x', { method: 'webauthn-uv' }),
          signed('per_y', { event: 'r', meaning: 'rejected', signed_at_us: now - 1.5 * day }),
          signed('per_y'),
        ],
      },
      'deny SIGNOFF_REJECTED',
    ],
    ['was withdrawn', { submission: { ...base.submission, is_revoked: true } }, 'deny REVOKED'],
    [
      'was never submitted',
      { submission: { ...base.submission, submitted_at_us: null } },
      'deny SOD_VIOLATION SIGNOFF_MISSING',
    ],
    ['counts persons', { policy: policy({ quorum: [{ role, n: 2 }] }) }, 'needs_signoff SIGNOFF_MISSING'],
    [
      'is content with two persons',
      { policy: policy({ quorum: [{ role, n: 2 }] }), signoffs: [signed('per_x'), signed('per_y')] },
      'allow',
    ],
  ])('%s', (_, change, expected) => {
    expect(ask(change)).toBe(expected);
  });
});

describe('fillQuorum', () => {
  it('finds an assignment where going through persons greedily would not', () => {
    const offers = [
      { person: 'a', role: 'legal' },
      { person: 'a', role },
      { person: 'b', role: 'legal' },
    ];
    const quorum = [
      { role: 'legal', n: 1 },
      { role, n: 1 },
    ];
    expect(fillQuorum(quorum, offers).every(({ have, need }) => have === need)).toBe(true);
    expect(fillQuorum(quorum, offers.slice(0, 2)).reduce((sum, { have }) => sum + have, 0)).toBe(1);
  });
});

describe('unsatisfiable', () => {
  it('counts who is left when authors may not sign', () => {
    const alone = [grant('per_author')];
    expect(unsatisfiable(firstPolicy, alone, now)).toEqual([]);
    expect(unsatisfiable(firstPolicy, alone, now, { manifest })).toMatchObject([
      { role, need: 1, eligible: 0 },
    ]);
    expect(unsatisfiable(firstPolicy, base.grants, now, { manifest })).toEqual([]);
    expect(unsatisfiable(policy({ quorum: [{ role, n: 2 }] }), [grant('per_x')], now)[0]?.message).toContain(
      'only 1 can sign',
    );
    expect(unsatisfiable(firstPolicy, [grant('per_x', { to_us: now })], now)).toHaveLength(1);
  });
});
