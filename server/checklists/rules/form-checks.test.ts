import { describe, expect, it } from 'vitest';
import { data, nowUs, verdictOf } from '@/db/testing/check-data';
import { evidenceTypeById } from '@/policies/frameworks/catalog';
import type { CheckData } from './check-data';
import { checkResult } from './checks';
import { dayInUs, type EvidenceItem, type RecordValues } from './evidence';

const record = (
  type: string,
  values: RecordValues,
  more: Partial<EvidenceItem> = {},
): Partial<CheckData> => ({
  itemsOf: (asked) =>
    asked === type
      ? [
          {
            id: 'evd_1',
            type,
            binding: { kind: evidenceTypeById(type)?.binding ?? 'org', id: idOf(type) },
            givenAtUs: nowUs - 10 * dayInUs,
            validUntilUs: null,
            state: 'valid',
            sha256: 'aa',
            record: values,
            ...more,
          },
        ]
      : [],
});
const idOf = (type: string) =>
  ({ release: 'sha256:r', system: 'sys_1', environment: 'live', vendor: 'ven_1', org: 'org_1' })[
    evidenceTypeById(type)?.binding ?? 'org'
  ];
const stop = { tested_on: '2026-11-01', minutes_to_stop: 5, stopped: true };
const stopParams = { max_age_days: 180, max_minutes: 15 };

describe('forms that people fill in', () => {
  it.each([
    [stop, 'pass'],
    [{ ...stop, stopped: false }, 'fail'],
    [{ ...stop, minutes_to_stop: 16 }, 'fail'],
    [{ ...stop, tested_on: '2026-05-01' }, 'not_enough_evidence'],
    [{ ...stop, tested_on: '2026-12-01' }, 'not_enough_evidence'],
  ])('the stop test %j is %s', (values, expected) => {
    expect(verdictOf('portal.kill-switch', record('set.kill-switch', values), stopParams)).toBe(expected);
  });

  it.each([
    ['of another environment', { binding: { kind: 'environment', id: 'other' } }],
    ['revoked', { state: 'revoked' }],
    ['rejected', { state: 'rejected' }],
    ['superseded', { state: 'superseded' }],
    ['expired', { state: 'expired' }],
    ['without the form', { record: undefined }],
  ] as const)('a record %s does not count', (_, more) => {
    const given = record('set.kill-switch', stop, more as Partial<EvidenceItem>);
    expect(verdictOf('portal.kill-switch', given, stopParams)).toBe('not_enough_evidence');
  });

  it.each([
    ['portal.mfa', 'set.auth', { mfa: 'everybody' }, {}, 'pass'],
    ['portal.mfa', 'set.auth', { mfa: 'some' }, {}, 'fail'],
    ['portal.session-timeout', 'set.auth', { idle_minutes: 15 }, { max_minutes: 15 }, 'pass'],
    ['portal.session-timeout', 'set.auth', { idle_minutes: 16 }, { max_minutes: 15 }, 'fail'],
    ['portal.session-timeout', 'set.auth', { idle_minutes: 0 }, { max_minutes: 15 }, 'fail'],
    ['portal.unique-users', 'set.auth', { unique_ids: true }, {}, 'pass'],
    ['portal.env-tls', 'set.crypto', { tls: '1.2', tls_everywhere: true }, { min_version: '1.2' }, 'pass'],
    ['portal.env-tls', 'set.crypto', { tls: '1.1', tls_everywhere: true }, { min_version: '1.2' }, 'fail'],
    [
      'portal.env-encryption',
      'set.crypto',
      { stores: ['logs'], encrypted: ['logs'], keys_managed: true },
      {},
      'pass',
    ],
    [
      'portal.env-encryption',
      'set.crypto',
      { stores: ['logs', 'prompts'], encrypted: ['logs'], keys_managed: true },
      {},
      'fail',
    ],
    ['portal.log-retention', 'set.log', { retention_days: 183 }, { min_days: 183 }, 'pass'],
    [
      'portal.log-retention',
      'set.log',
      { retention_days: 200, longest_days: 190 },
      { min_days: 183 },
      'fail',
    ],
    [
      'portal.training-current',
      'rec.training-completion',
      { course: 'esign', assigned: 3, completed: 3, completed_on: '2026-11-01' },
      { course: 'esign', max_age_days: 365 },
      'pass',
    ],
    [
      'portal.training-current',
      'rec.training-completion',
      { course: 'esign', assigned: 3, completed: 3, completed_on: '2026-11-01' },
      { course: 'operator', max_age_days: 365 },
      'not_enough_evidence',
    ],
    [
      'portal.training-current',
      'rec.training-completion',
      { course: 'esign', assigned: 3, completed: 2, completed_on: '2026-11-01' },
      { course: 'any', max_age_days: 365 },
      'fail',
    ],
    [
      'portal.access-review',
      'rec.access-review',
      { reviewed_on: '2026-11-01', accounts: 4, open_findings: 1 },
      { max_age_days: 90 },
      'fail',
    ],
    ['portal.monitoring-on', 'set.alerting', { monitors: ['drift'], owners: 'x' }, {}, 'fail'],
    ['portal.annexiv-complete', 'doc.annex-iv', { point_1: 'text' }, {}, 'fail'],
    ['portal.ropa-complete', 'rec.ropa', { contact: 'a', security: 'b', transfers: 'c' }, {}, 'fail'],
    [
      'portal.rollback',
      'doc.restore-test',
      { kind: 'restore', tested_on: '2026-11-01', succeeded: true },
      { max_age_days: 180 },
      'not_enough_evidence',
    ],
    ['portal.change-assessed', 'rec.change-assessment', { substantial: false, why: 'x' }, {}, 'pass'],
    ['portal.change-assessed', 'rec.change-assessment', { substantial: true, why: 'x' }, {}, 'fail'],
  ] as const)('%s over %s %j is judged', (check, type, values, params, expected) => {
    expect(verdictOf(check, record(type, values), params)).toBe(expected);
  });

  it('compares the form with the facts', () => {
    const given = record('set.disclosure', { modes: ['internal_copilot'], wording: 'x' });
    const asked = (modes: string[]) =>
      checkResult({ check: 'portal.disclosure-on', params: {} }, data(given, { interaction_modes: modes }))
        .verdict;
    expect(asked(['internal_copilot', 'background_scoring'])).toBe('pass');
    expect(asked(['human_chat_or_voice'])).toBe('fail');
    expect(verdictOf('portal.disclosure-on', given)).toBe('not_enough_evidence');
  });
});
