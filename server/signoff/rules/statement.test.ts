import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Statement } from '../schema/statement';
import {
  completeStatement,
  draftStatement,
  meaningSentence,
  statementBytes,
  statementDigest,
  statementText,
  type StatementParts,
} from './statement';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const parts: StatementParts = {
  org: 'org_a',
  release_digest: `sha256:${'a'.repeat(64)}`,
  dossier_digest: `sha256:${'b'.repeat(64)}`,
  policy_digest: `sha256:${'c'.repeat(64)}`,
  environment: 'production',
  role: 'compliance_officer',
  signer: { person: 'per_x' },
  seen: { log_size: 70_000, root: 'u2wSamVjzbWor7fqgCpcD7TOjqMH8Hg/gixVMCB9rxU=' },
  nonce: '0'.repeat(32),
  issued_at_us: 1_795_341_600_123_456,
  approval_ttl_days: 90,
};
const approval = { meaning: 'approved', reason: 'All thresholds hold', conditions: null } as const;
const auth = { method: 'password', amr: ['pwd'], acr: null, auth_time: 1_795_341_590 } as const;

describe('statement', () => {
  it('binds what was seen, the reason and the time to live, and keeps its digest for ever', () => {
    const statement = completeStatement(draftStatement(parts, approval, sha256), { ...auth, amr: ['pwd'] });
    expect(Statement.parse(statement)).toEqual(statement);
    expect(statement.reason_sha256).toBe(hex('All thresholds hold'));
    expect(statement.valid_until_us - statement.issued_at_us).toBe(90 * 86_400_000_000);
    expect(statementDigest(statement, sha256)).toBe(
      'sha256:c070b1dab044015a38d8eb47aca0014b0c0a57f9f3362c611136f8fce00762d9',
    );
    expect(Buffer.from(statementBytes(statement)).toString()).not.toContain('All thresholds');
  });

  it('changes with the meaning, the release, the environment and the person', () => {
    const digestOf = (change: Partial<StatementParts>, meaning: 'approved' | 'reviewed' = 'approved') =>
      statementDigest(draftStatement({ ...parts, ...change }, { ...approval, meaning }, sha256), sha256);
    const all = [
      digestOf({}),
      digestOf({}, 'reviewed'),
      digestOf({ release_digest: `sha256:${'d'.repeat(64)}` }),
      digestOf({ environment: 'staging' }),
      digestOf({ signer: { person: 'per_y' } }),
      digestOf({ org: 'org_b' }),
      digestOf({ nonce: '1'.repeat(32) }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('asks for a reason and for conditions where they belong', () => {
    const make = (signing: Parameters<typeof draftStatement>[1]) => () =>
      draftStatement(parts, signing, sha256);
    expect(make({ meaning: 'rejected', reason: ' ', conditions: null })).toThrow(
      'A rejection needs a reason',
    );
    expect(make({ meaning: 'approved_with_conditions', reason: null, conditions: null })).toThrow(
      'Conditions',
    );
    expect(make({ meaning: 'approved', reason: null, conditions: 'x' })).toThrow('Conditions');
    const conditional = make({
      meaning: 'approved_with_conditions',
      reason: null,
      conditions: 'Only ward 3',
    })();
    expect(conditional.conditions_digest).toBe(`sha256:${hex('Only ward 3')}`);
    expect(conditional.reason_sha256).toBeNull();
  });

  it('shows the exact text, with hidden characters made visible', () => {
    const text = statementText(draftStatement(parts, approval, sha256), {
      system: 'Triage\u202e assistant',
      version: '1.2.0',
      signer: 'Ada\nApproved',
      signing: approval,
      changes: ['prompt system: 3 to 4'],
      openFindings: [],
    });
    expect(text.split('\n')).toEqual([
      'Release: Triage\\u{202e} assistant 1.2.0 (aaaaaaaaaaaa)',
      `Release digest: sha256:${'a'.repeat(64)}`,
      `Dossier digest: sha256:${'b'.repeat(64)}`,
      `Policy digest: sha256:${'c'.repeat(64)}`,
      'Environment: production',
      'Signer: Ada\\u{a}Approved (per_x) as compliance_officer',
      'Valid until: 2027-02-20T10:00:00.123Z',
      'Changes since the last approved release:',
      '  - prompt system: 3 to 4',
      'Open findings:',
      '  none',
      `Meaning: ${meaningSentence('approved')}`,
      'Reason: All thresholds hold',
    ]);
  });
});
