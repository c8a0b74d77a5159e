import { describe, expect, it } from 'vitest';
import { ago, controller, nowUs, stateOf, type World } from '@/db/testing/control-state';
import type { ControlState } from './control-state';
import { dayInUs } from './evidence';

const lia = 'gdpr-art-6-1-f-legitimate-interests';
const done: World = { items: [{}], assessed: [{}], signed: [{}] };

describe('a control that people decide', () => {
  it.each<[string, World, Partial<ControlState>]>([
    ['everything there', done, { status: 'satisfied', by: 'hand', blocks: false, reasons: [] }],
    ['nothing there', {}, { status: 'open', by: null, blocks: true, missingEvidence: [['doc.lia']] }],
    ['not assessed', { ...done, assessed: [] }, { status: 'open', reasons: ['The dpo has not assessed it'] }],
    ['no evidence', { ...done, items: [] }, { status: 'open', blocks: true, awaitsSignoffOnly: false }],
    [
      'not signed',
      { ...done, signed: [] },
      { status: 'open', blocks: true, awaitsSignoffOnly: true, missingSignoffs: ['dpo'] },
    ],
    ['signed by another role', { ...done, signed: [{ role: 'legal' }] }, { awaitsSignoffOnly: true }],
    [
      'signed before the assessment',
      { ...done, signed: [{ controlId: lia, atUs: ago(6) }] },
      { status: 'open', awaitsSignoffOnly: true },
    ],
    ['assessed by another role', { ...done, assessed: [{ role: 'legal' }] }, { status: 'open' }],
    ['assessed elsewhere', { ...done, assessed: [{ environment: 'test' }] }, { status: 'open' }],
    [
      'assessed for another system',
      { ...done, assessed: [{ binding: { kind: 'system', id: 'sys_2' } }] },
      { status: 'open' },
    ],
    [
      'assessed too widely',
      { ...done, assessed: [{ binding: { kind: 'org', id: 'org_1' } }] },
      { status: 'open' },
    ],
    [
      'assessed with no',
      { ...done, assessed: [{}, { disposition: 'not_satisfied', atUs: ago(1) }] },
      { status: 'open', by: 'hand', reasons: ['Assessed as not satisfied'] },
    ],
    [
      'assessed with no, then yes',
      { ...done, assessed: [{ disposition: 'not_satisfied' }, { atUs: ago(2) }] },
      { status: 'satisfied' },
    ],
    ['review overdue', { ...done, assessed: [{ atUs: ago(365) }] }, { status: 'stale', blocks: true }],
    [
      'facts changed since',
      { ...done, items: [{ givenAtUs: ago(1) }], inputs: { changes: { facts: ago(3) } } },
      { status: 'stale', reasons: ['The facts changed after it was assessed'] },
    ],
    ['evidence expired', { ...done, items: [{ givenAtUs: ago(365) }] }, { status: 'stale', blocks: true }],
    ['evidence past its own date', { ...done, items: [{ validUntilUs: nowUs }] }, { status: 'stale' }],
    ['evidence marked expired', { ...done, items: [{ state: 'expired' }] }, { status: 'stale' }],
    ['evidence superseded', { ...done, items: [{ state: 'superseded' }] }, { status: 'stale' }],
    [
      'evidence superseded by a valid one',
      { ...done, items: [{ state: 'superseded' }, {}] },
      { status: 'satisfied' },
    ],
    ['evidence revoked', { ...done, items: [{ state: 'revoked' }] }, { status: 'open' }],
    [
      'evidence of another system',
      { ...done, items: [{ binding: { kind: 'system', id: 'sys_2' } }] },
      { status: 'open' },
    ],
    [
      'evidence of another release',
      { ...done, items: [{ binding: { kind: 'release', id: 'sha256:r2' } }] },
      { status: 'open' },
    ],
    [
      'evidence of this release alone',
      { ...done, items: [{ binding: { kind: 'release', id: 'sha256:r1' } }] },
      { status: 'satisfied' },
    ],
    [
      'evidence of the whole organisation',
      { ...done, items: [{ binding: { kind: 'org', id: 'org_1' } }] },
      { status: 'open' },
    ],
    [
      'expired and unsigned',
      { ...done, items: [{ state: 'expired' }], signed: [] },
      { status: 'stale', awaitsSignoffOnly: false },
    ],
    ['a stage that it does not block', { inputs: { stage: 'staging' } }, { status: 'open', blocks: false }],
    [
      'facts say no',
      { answers: { ...controller, lawful_bases: ['consent'] } },
      { status: 'not_applicable', by: 'facts', blocks: false },
    ],
    [
      'facts unanswered',
      { answers: { ...controller, lawful_bases: null } },
      { status: 'undetermined', blocks: true, unanswered: ['lawful_bases'] },
    ],
  ])('%s', (_, world, expected) => {
    expect(stateOf(lia, world)).toMatchObject(expected);
  });

  it('says when it turns stale and why it applies', () => {
    const state = stateOf(lia, { ...done, items: [{ validUntilUs: nowUs + dayInUs }] });
    expect(state.dueAtUs).toBe(nowUs + dayInUs);
    expect(state.evidence).toEqual([{ id: 'evd_0', sha256: 'aa' }]);
    expect(state.why).toBe(
      "gdpr_controller[yes] and has(lawful_bases[legitimate_interests],'legitimate_interests')",
    );
    expect(stateOf(lia, done).dueAtUs).toBe(ago(10) + 365 * dayInUs);
  });
});

describe('a law that has not begun', () => {
  const provider = { ai_roles: ['provider'], eu_market_or_output: true, prohibited_flags: [] };
  const annexIii = { ...provider, annex_iii_points: ['4a'], profiling: true, annex_i_status: 'none' };

  it.each<[string, World, Partial<ControlState>]>([
    [
      'Annex III',
      { answers: annexIii },
      { status: 'readiness', blocks: false, appliesFrom: '2027-12-02', inForce: false },
    ],
    [
      'both annexes',
      { answers: { ...annexIii, annex_i_status: 'section_a_high_risk' } },
      { appliesFrom: '2027-12-02' },
    ],
    [
      'Annex I',
      { answers: { ...provider, annex_i_status: 'section_a_high_risk', annex_iii_points: [] } },
      { appliesFrom: '2028-08-02' },
    ],
    [
      'unanswered',
      { answers: provider },
      { status: 'undetermined', blocks: false, appliesFrom: '2027-12-02' },
    ],
    [
      'enforced early',
      { answers: annexIii, inputs: { enforceEarly: true } },
      { status: 'open', blocks: true },
    ],
    [
      'on its day',
      { answers: annexIii, inputs: { nowUs: Date.UTC(2027, 11, 2) * 1000 } },
      { status: 'open', blocks: true, inForce: true },
    ],
    [
      'the day before',
      { answers: annexIii, inputs: { nowUs: Date.UTC(2027, 11, 1) * 1000 } },
      { status: 'readiness' },
    ],
  ])('%s', (_, world, expected) => {
    expect(stateOf('aia-art-9-risk-management', world)).toMatchObject(expected);
  });

  it.each([
    ['2026-08-01', '2026-12-02', false],
    ['2026-08-02', '2026-08-02', true],
    [null, '2026-08-02', true],
  ])('a system first placed on %s is bound from %s', (date, appliesFrom, blocks) => {
    const answers = { ...provider, synthetic_outputs: ['text'], first_placed_on_market: date };
    const state = stateOf('aia-art-50-2-content-marking', { answers });
    expect(state).toMatchObject({ appliesFrom, blocks, status: blocks ? 'open' : 'readiness' });
  });
});
