import { describe, expect, it } from 'vitest';
import { ago, control, covered, nowUs, stateOf, subject, type World } from '@/db/testing/control-state';
import { evidenceTypeById } from '@/policies/frameworks/catalog';
import type { Disposition } from '@/policies/frameworks/contract';
import { assertAssessable } from './assessment';
import type { ControlState } from './control-state';
import { assertGiven, dayInUs, type EvidenceItem } from './evidence';

describe('a control that checks decide', () => {
  const ropa = 'gdpr-art-30-1-ropa-controller';
  const items = [{ type: 'rec.ropa' }];
  const pass = { 'portal.ropa-complete': { verdict: 'pass' } } as const;
  const fail = { 'portal.ropa-complete': { verdict: 'fail', note: '2 fields are empty' } } as const;
  const weak = { 'portal.ropa-complete': { verdict: 'not_enough_evidence' } } as const;
  const byHand = [{ evidenceIds: ['evd_0'] }];

  it.each<[string, World, Partial<ControlState>]>([
    ['passes alone', { items, checks: pass }, { status: 'satisfied', by: 'automation' }],
    ['passes without its evidence', { checks: pass }, { status: 'open', by: 'automation' }],
    ['fails', { items, checks: fail }, { status: 'open', by: 'automation', blocks: true }],
    ['fails, whoever assesses', { items, checks: fail, assessed: byHand }, { status: 'open', blocks: true }],
    ['has too little to go on', { items, checks: weak, assessed: byHand }, { status: 'open' }],
    [
      'is denied by its owner',
      { items, checks: pass, assessed: [{ disposition: 'not_satisfied' }] },
      { status: 'open' },
    ],
    ['needs a connector', { items }, { status: 'open', by: null, blocks: true }],
    ['needs a connector, set by hand', { items, assessed: byHand }, { status: 'satisfied', by: 'hand' }],
    ['needs a connector, set without proof', { items, assessed: [{}] }, { status: 'open', by: 'hand' }],
    [
      'needs a connector, set on proof elsewhere',
      { items, assessed: [{ evidenceIds: ['evd_9'] }] },
      { status: 'open' },
    ],
    [
      'needs a connector, set on expired proof',
      { items: [...items, { state: 'expired' }], assessed: [{ evidenceIds: ['evd_1'] }] },
      { status: 'stale' },
    ],
    [
      'needs a connector, set without the evidence asked for',
      { items: [{}], assessed: byHand },
      { status: 'open' },
    ],
    ['is built later', { items, checks: pass, assessed: byHand }, { status: 'satisfied', by: 'automation' }],
  ])('%s', (_, world, expected) => {
    expect(stateOf(ropa, world)).toMatchObject(expected);
  });

  it('takes proof by hand for evidence that only an unbuilt check can make', () => {
    const storage = 'gdpr-art-5-1-e-storage-limitation';
    const org = { kind: 'org', id: 'org_1' } as const;
    const schedule = [{ type: 'doc.retention-schedule', binding: org }];
    expect(stateOf(storage, { items: schedule, assessed: byHand })).toMatchObject({
      status: 'satisfied',
      by: 'hand',
    });
    expect(stateOf(storage, { items: schedule })).toMatchObject({ status: 'open', missingEvidence: [] });
    const checks = { 'portal.retention-set': { verdict: 'pass' } } as const;
    expect(stateOf(storage, { items: schedule, checks })).toMatchObject({
      status: 'satisfied',
      by: 'automation',
    });
  });

  it('lets a result grow old', () => {
    const leak = (days: number) => ({ verdict: 'pass' as const, atUs: ago(days) });
    const checks = (days: number) => ({
      'eval.pii-leak': leak(days),
      'eval.prompt-injection': leak(1),
      'eval.memorization': leak(1),
    });
    const pentest = [{ type: 'doc.pentest-report', binding: { kind: 'release', id: 'sha256:r1' } as const }];
    const testing = (days: number) =>
      stateOf('gdpr-art-32-1-d-testing', { items: pentest, checks: checks(days) });
    expect(testing(89)).toMatchObject({ status: 'satisfied', dueAtUs: nowUs + dayInUs });
    expect(testing(90)).toMatchObject({ status: 'stale', blocks: true });
  });
});

describe('an addressable specification', () => {
  const encryption = 'hipaa-164-312-a-2-iv-encryption-at-rest';
  const failing = { 'portal.env-encryption': { verdict: 'fail' } } as const;
  const assessed = (disposition: Disposition) => [{ disposition, evidenceIds: ['evd_0'] }];
  const signed = [{ role: 'compliance_officer' }];
  const world = (more: World): World => ({ answers: covered, items: [{}], checks: failing, signed, ...more });

  it.each<[string, World, Partial<ControlState>]>([
    [
      'alternative',
      world({ assessed: assessed('alternative_implemented') }),
      { status: 'alternative_implemented', blocks: false },
    ],
    [
      'not reasonable',
      world({ assessed: assessed('not_reasonable_documented') }),
      { status: 'not_reasonable_documented', by: 'hand' },
    ],
    [
      'implemented against the check',
      world({ assessed: assessed('implemented') }),
      { status: 'open', blocks: true },
    ],
    [
      'without proof',
      world({ items: [], assessed: assessed('alternative_implemented') }),
      { status: 'open' },
    ],
    [
      'without a signature',
      world({ signed: [], assessed: assessed('alternative_implemented') }),
      { status: 'open', awaitsSignoffOnly: true },
    ],
    [
      'signed by the assessor alone',
      world({
        signed: [{ role: 'security_officer', byPerson: 'per_1' }],
        assessed: assessed('alternative_implemented'),
      }),
      { status: 'open', missingSignoffs: ['security_officer'] },
    ],
    [
      'a disposition it does not have',
      world({ assessed: assessed('satisfied') }),
      { status: 'open', by: 'automation' },
    ],
  ])('%s', (_, given, expected) => {
    expect(stateOf(encryption, given)).toMatchObject(expected);
  });
});

describe('vendors', () => {
  const dpa = (id: string) => ({ type: 'doc.dpa', binding: { kind: 'vendor', id } as const });
  const rest = { type: 'doc.vendor-assessment' };
  const checks = { 'portal.vendor-agreements': { verdict: 'pass' } } as const;
  const inputs = { subject: { ...subject, vendorIds: ['ven_1', 'ven_2'] } };
  it.each<[Partial<EvidenceItem>[], string]>([
    [[rest, dpa('ven_1')], 'open'],
    [[rest, dpa('ven_1'), dpa('ven_2')], 'satisfied'],
    [[rest, dpa('ven_1'), { ...dpa('ven_2'), state: 'expired' }], 'stale'],
    [[rest, { type: 'doc.dpa' }], 'satisfied'],
  ])('%j is %s', (items, status) => {
    expect(stateOf('gdpr-art-28-3-processor-contract', { items, checks, inputs }).status).toBe(status);
  });
});

describe('assessing and handing in', () => {
  const given = { disposition: 'satisfied', role: 'dpo', reason: 'read it', evidenceIds: [] } as const;
  const unconnected = [{ verdict: 'needs_connector' }] as const;
  it.each([
    [
      { ...given, disposition: 'implemented' as const },
      unconnected,
      'disposition must be one of satisfied, not_satisfied',
    ],
    [{ ...given, role: 'legal' }, unconnected, 'assessed by the dpo'],
    [{ ...given, reason: ' ' }, unconnected, 'reason must not be empty'],
    [given, unconnected, 'evidenceIds must name'],
    [given, [{ verdict: 'pass' }] as const, 'nothing is left to set by hand'],
  ])('%j is refused', (input, checks, message) => {
    expect(() => assertAssessable(control('gdpr-art-30-1-ropa-controller'), input, checks)).toThrow(message);
  });

  it.each([
    ['doc.dpia', { as: 'statement', binding: { kind: 'system', id: 's' } }, 'can be given as file or link'],
    ['doc.dpia', { as: 'file', binding: { kind: 'org', id: 'o' } }, 'must be bound to the system'],
    ['doc.dpia', { as: 'file', binding: { kind: 'system', id: 's' }, validDays: 366 }, 'at most 365 days'],
    ['sig.dpo', { as: 'file', binding: { kind: 'release', id: 'r' } }, 'cannot be handed in'],
  ] as const)('%s as %j is refused', (type, input, message) => {
    const found = evidenceTypeById(type);
    expect(() => found && assertGiven(found, input, false)).toThrow(message);
  });
});
