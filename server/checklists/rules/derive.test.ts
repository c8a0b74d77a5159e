import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '@/policies/frameworks/catalog';
import { factModel } from '@/policies/frameworks/facts';
import { Refusal } from '@/server/kernel/refusal';
import { checkedAnswers, dayUs } from './answers';
import { derive, factBase } from './derive';
import { evaluate, type Answer } from './expression';

interface Scenario {
  readonly answers: Record<string, Answer>;
  readonly expected: {
    readonly ai_act_class: string;
    readonly derived: Record<string, boolean>;
    readonly applicable_counts: Record<string, number>;
    readonly applicable: Record<string, string[]>;
  };
}
const file = new URL('../../../policies/frameworks/_meta/scenarios.json', import.meta.url);
const scenarios = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Scenario>);

/** What the scenarios leave out counts there as false, nothing chosen, or the first option. */
const omitted = Object.fromEntries(
  [...factModel.questions, ...factModel.releaseFacts]
    .filter(({ type }) => type !== 'date')
    .map(({ id, type, options }) => [id, type === 'bool' ? false : type === 'multi' ? [] : options?.[0]]),
);
const nowUs = Date.UTC(2026, 10, 22) * 1000;
const hipaa: Record<string, string> = {
  'hospital-triage-assistant-us-eu': 'covered_entity',
  'ba-vendor-deidentified-training': 'deidentified_only',
};

describe.each(scenarios)('%s', (name, { answers, expected }) => {
  const base = factBase(factModel, { ...omitted, ...answers });
  const result = derive(factModel, base, nowUs);

  it(`is of AI Act class ${expected.ai_act_class}, by the rule of that class`, () => {
    expect(result.aiAct.outcome).toBe(expected.ai_act_class);
    expect(result.aiAct.decidedBy).toEqual(result.aiAct.steps.at(-1));
    expect(result.aiAct.decidedBy).toMatchObject({ outcome: expected.ai_act_class, value: true });
    expect(result.aiAct.possible).toEqual([expected.ai_act_class]);
  });

  it('has the derived facts of the reference', () => {
    expect(Object.fromEntries(result.derived.map(({ id, value }) => [id, value]))).toEqual(expected.derived);
  });

  it('has the applicable controls of every pack', () => {
    for (const [id, count] of Object.entries(expected.applicable_counts)) {
      const applicable = controlsOf(id).filter(({ applicability }) => evaluate(applicability, base) === true);
      expect(applicable).toHaveLength(count);
      if (expected.applicable[id]) expect(applicable.map((c) => c.id)).toEqual(expected.applicable[id]);
    }
  });

  it('has the HIPAA status that its facts imply', () => {
    expect(result.hipaa.outcome).toBe(hipaa[name] ?? 'not_regulated');
  });

  it('contradicts nothing that its own answers alone already settle', () => {
    const partial = derive(factModel, factBase(factModel, answers), nowUs);
    expect(partial.aiAct.possible).toContain(expected.ai_act_class);
    for (const { id, value } of partial.derived) if (value !== null) expect(value).toBe(expected.derived[id]);
  });
});

describe('an open questionnaire', () => {
  const empty = derive(factModel, factBase(factModel, {}), nowUs);

  it('decides nothing and says what it waits for', () => {
    expect(empty.aiAct).toMatchObject({ outcome: null, decidedBy: null });
    expect(empty.aiAct.possible).toEqual(['out_of_scope', 'prohibited', 'high', 'limited', 'minimal']);
    expect(empty.aiAct.unanswered).toContain('ai_roles');
    expect(empty.hipaa).toMatchObject({ outcome: null, unanswered: expect.arrayContaining(['phi']) });
    expect(empty.violations).toEqual([]);
  });

  it('keeps a class back while an earlier one is possible', () => {
    const answers = {
      ai_roles: ['provider'],
      eu_market_or_output: true,
      annex_i_status: 'section_a_high_risk',
    };
    const open = derive(factModel, factBase(factModel, answers), nowUs).aiAct;
    expect(open).toMatchObject({ outcome: null, possible: ['prohibited', 'high'] });
    const closed = derive(factModel, factBase(factModel, { ...answers, prohibited_flags: [] }), nowUs).aiAct;
    expect(closed).toMatchObject({ outcome: 'high', path: ['annex_i'], unanswered: [] });
    expect(closed.decidedBy?.why).toBe('high_risk[yes]');
  });
});

describe('HIPAA status', () => {
  const entity = { hipaa_entity_types: ['covered_provider', 'subcontractor'] };
  it.each([
    [{ ...entity, phi: true, phi_form: ['identifiable'] }, 'covered_entity_and_business_associate'],
    [
      { hipaa_entity_types: ['business_associate'], phi: true, phi_form: ['identifiable'] },
      'business_associate',
    ],
    [{ ...entity, phi: false, phi_form: [] }, 'no_phi'],
    [{ ...entity, phi: false, phi_form: ['deid_expert'] }, 'deidentified_only'],
    [
      { ...entity, phi: true, phi_form: ['deid_expert', 'identifiable'] },
      'covered_entity_and_business_associate',
    ],
    [{ hipaa_entity_types: [], phi: true, phi_form: ['identifiable'] }, 'not_regulated'],
  ])('%j is %s', (answers, status) => {
    expect(derive(factModel, factBase(factModel, answers), nowUs).hipaa.outcome).toBe(status);
  });
});

describe('contradictions', () => {
  it('are named with the facts that make them', () => {
    const answers = {
      cross_border_transfer: true,
      transfer_mechanism: 'none',
      phi: true,
      hipaa_entity_types: [],
    };
    const found = derive(factModel, factBase(factModel, answers), nowUs).violations;
    expect(found.map(({ id, level }) => [id, level])).toEqual([
      ['r-phi-entity', 'error'],
      ['r-transfer', 'error'],
    ]);
    expect(found[1]?.why).toBe("cross_border_transfer[yes] and transfer_mechanism[none] == 'none'");
  });

  it('count a practice as forbidden from its own day', () => {
    const answers = { ai_roles: ['provider'], eu_market_or_output: true, prohibited_flags: ['ba'] };
    const at = (date: string) =>
      derive(factModel, factBase(factModel, answers), dayUs(date) ?? 0).prohibitions;
    expect(at('2026-12-01')).toMatchObject([{ from: '2026-12-02', inForce: false }]);
    expect(at('2026-12-02')).toMatchObject([{ inForce: true }]);
  });
});

describe('answers', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ phi: 'yes' }, 'phi must be true, false or "unknown"'],
    [{ phi: 1 }, 'phi must be true, false or "unknown"'],
    [
      { org_nature: 'charity' },
      'org_nature must be one of public_authority, private_public_service, private',
    ],
    [{ org_nature: ['private'] }, 'org_nature must be one of'],
    [
      { gdpr_roles: 'controller' },
      'gdpr_roles must be a list with any of controller, joint_controller, processor',
    ],
    [{ gdpr_roles: ['owner'] }, 'gdpr_roles must be a list'],
    [{ gdpr_roles: ['processor', 'processor'] }, 'gdpr_roles names the same value twice'],
    [{ first_placed_on_market: '2026-02-30' }, 'first_placed_on_market must be a date written YYYY-MM-DD'],
    [{ first_placed_on_market: 'unknown' }, 'first_placed_on_market must be a date'],
    [{ shoe_size: 43 }, 'There is no fact named shoe_size'],
    [{ gdpr_applies: true }, 'There is no fact named gdpr_applies'],
    [{ constructor: true }, 'There is no fact named constructor'],
  ])('%j is refused: %s', (answers, message) => {
    expect(() => checkedAnswers(factModel, answers)).toThrow(Refusal);
    expect(() => checkedAnswers(factModel, answers)).toThrow(message);
  });

  it('are kept in the order of the options, without the withdrawn ones', () => {
    const given = { gdpr_roles: ['processor', 'controller'], phi: null, org_nature: 'unknown' };
    expect(checkedAnswers(factModel, given)).toEqual({
      gdpr_roles: ['controller', 'processor'],
      org_nature: 'unknown',
    });
  });

  it.each([
    ['2024-02-29', Date.UTC(2024, 1, 29) * 1000],
    ['2026-02-29', null],
    ['2100-02-29', null],
    ['2026-13-01', null],
    ['2026-1-1', null],
    ['0001-01-01', null],
  ])('dayUs(%s) is %s', (date, us) => expect(dayUs(date)).toBe(us));
});
