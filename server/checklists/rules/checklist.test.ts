import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlsOf, evidenceTypeById, evidenceTypes } from '@/policies/frameworks/catalog';
import { frameworkIds } from '@/policies/frameworks/contract';
import { factModel } from '@/policies/frameworks/facts';
import type { Assessment } from './assessment';
import { checklistOf, type ChecklistInputs } from './checklist';
import { closedStatuses } from './control-state';
import { factBase } from './derive';
import { dayInUs, waysToGive, type CheckResult, type EvidenceItem } from './evidence';
import { questionnaire } from './questionnaire';

const nowUs = Date.UTC(2026, 10, 22) * 1000;
const subject = {
  releaseDigest: 'sha256:r',
  systemId: 'sys_1',
  environment: 'live',
  orgId: 'org_1',
  vendorIds: [],
};
const binding = { kind: 'release', id: 'sha256:r' } as const;
const every = frameworkIds.flatMap((id) => controlsOf(id));
const offered = [...controlsOf('gdpr'), ...controlsOf('hipaa')];
const unanswered = Object.fromEntries(
  factModel.questions.map(({ id, type, options }) => [
    id,
    type === 'bool' ? false : type === 'multi' ? [] : options?.at(-1),
  ]),
);
const clinic = {
  ...unanswered,
  eu_users: true,
  eu_market_or_output: true,
  ai_roles: ['deployer'],
  gdpr_roles: ['controller'],
  processes_personal_data: true,
  phi: true,
  phi_form: ['identifiable'],
  hipaa_entity_types: ['covered_provider'],
  decision_role: 'assists_human',
  transfer_mechanism: 'scc',
};
const unconnected: CheckResult = {
  verdict: 'needs_connector',
  note: '',
  inputs: [],
  evidenceRef: null,
  atUs: null,
};

const evidence = evidenceTypes
  .filter((type) => waysToGive(type, false).length > 0)
  .map(({ id }): EvidenceItem => ({
    id: `evd_${id}`,
    type: id,
    binding,
    givenAtUs: nowUs - dayInUs,
    validUntilUs: null,
    state: 'valid',
    sha256: null,
  }));
const positive = (options: readonly string[]) => !options.includes('not_satisfied');
const assessments = every.map(({ id, owner_role, disposition_options }): Assessment => ({
  controlId: id,
  disposition: positive(disposition_options) ? (disposition_options[0] ?? 'satisfied') : 'satisfied',
  role: owner_role,
  reason: 'read it',
  evidenceIds: ['evd_doc.dpia'],
  byPerson: 'per_1',
  atUs: nowUs - dayInUs / 2,
  binding,
  environment: null,
  untilUs: null,
  asked: null,
}));
const roles = [...new Set(every.flatMap((control) => [control.owner_role, ...control.required_signoffs]))];
const signOffs = roles.map((role) => ({ role, controlId: null, byPerson: `per_${role}`, atUs: nowUs - 1 }));

const inputs = (more: Partial<ChecklistInputs>): ChecklistInputs => ({
  model: factModel,
  controls: offered,
  facts: factBase(factModel, clinic),
  subject,
  stage: 'production',
  changes: {},
  evidence,
  typeOf: evidenceTypeById,
  resultOf: () => unconnected,
  assessments,
  signOffs,
  nowUs,
  enforceEarly: false,
  askedOf: () => '',
  ...more,
});

describe('a checklist', () => {
  it('can be closed by hand alone, with every check unbuilt', () => {
    const result = checklistOf(inputs({}));
    expect(result.blockers).toEqual([]);
    expect(result.verdict).toBe('clear');
    expect(result.total).toMatchObject({ total: 96, coverage: 1, blocking: 0 });
    expect([...result.byFramework.keys()]).toEqual(['gdpr', 'hipaa']);
    const set = result.controls.filter(({ status }) => status === 'satisfied');
    expect(set.length).toBeGreaterThan(60);
    for (const { by } of set) expect(by).toBe('hand');
  });

  it('waits for signatures only, when nothing else is missing', () => {
    const result = checklistOf(inputs({ signOffs: [] }));
    expect(result.verdict).toBe('awaits_signoff');
    expect(result.blockers.length).toBeGreaterThan(0);
  });

  it('is blocked by open and by undetermined controls alike, and by none in development', () => {
    const empty = { facts: factBase(factModel, {}), evidence: [], assessments: [], signOffs: [] };
    const result = checklistOf(inputs(empty));
    expect(result.total.byStatus.undetermined).toBe(96);
    const blocking = offered.filter(({ severity }) => severity === 'blocking').length;
    expect(result).toMatchObject({ verdict: 'blocked', total: { blocking, coverage: 0 } });
    expect(
      checklistOf(inputs({ ...empty, facts: factBase(factModel, clinic) })).total.byStatus.open,
    ).toBeGreaterThan(60);
    expect(checklistOf(inputs({ ...empty, stage: 'development' })).verdict).toBe('clear');
  });

  it('is blocked by a forbidden practice and by answers that contradict each other', () => {
    const facts = factBase(factModel, { ...clinic, prohibited_flags: ['c'], phi_form: [] });
    const result = checklistOf(inputs({ facts }));
    expect(result.blockers.map(({ kind, id }) => [kind, id])).toEqual([
      ['prohibited_practice', 'AI Act Art. 5(1)(a)-(h)'],
      ['contradiction', 'r-phi-form'],
    ]);
  });

  it('has no coverage when nothing applies', () => {
    const result = checklistOf(inputs({ facts: factBase(factModel, unanswered) }));
    expect(result.total).toMatchObject({ applicable: 0, coverage: null });
  });

  it('takes all packs at once', () => {
    expect(checklistOf(inputs({ controls: every })).controls).toHaveLength(282);
  });
});

describe('whatever is handed in', () => {
  const some = <T>(items: readonly T[]) => fc.subarray([...items]);
  const verdict = fc.constantFrom('pass', 'fail', 'not_enough_evidence', 'needs_connector' as const);
  const given = fc.record({
    evidence: some(evidence),
    assessments: some(assessments),
    signOffs: some(signOffs),
    verdict,
    facts: fc.constantFrom(clinic, {}, { ...clinic, prohibited_flags: null, lawful_bases: null }),
  });

  it('no control closes without evidence, signatures and checks; undetermined blocks like open', () => {
    fc.assert(
      fc.property(given, ({ verdict: result, facts, ...rest }) => {
        const resultOf = () => ({ ...unconnected, verdict: result });
        const list = checklistOf(
          inputs({ ...rest, facts: factBase(factModel, facts), resultOf, controls: every }),
        );
        const held = new Set(rest.evidence.map(({ type }) => type));
        const signed = new Set(rest.signOffs.map(({ role }) => role));
        list.controls.forEach((state, index) => {
          const control = every[index];
          if (!control) throw new Error('one state per control');
          expect(state.blocks && closedStatuses.includes(state.status)).toBe(false);
          if (state.status === 'open' || state.status === 'undetermined')
            expect(state.blocks).toBe(
              control.severity === 'blocking' && state.inForce && control.blocks_in.includes('production'),
            );
          if (state.status !== 'satisfied') return;
          const canBeHeld = (type: string) =>
            held.has(type) || type.startsWith('chk.') || type.startsWith('sig.');
          for (const { any_of } of control.evidence_required)
            expect(any_of.some(({ type }) => canBeHeld(type))).toBe(true);
          for (const role of control.required_signoffs) expect(signed).toContain(role);
          for (const check of state.checks) expect(['pass', 'needs_connector']).toContain(check.verdict);
          if (state.by === 'hand')
            expect(rest.assessments.some(({ controlId }) => controlId === control.id)).toBe(true);
          else
            expect(
              control.automation.decides && state.checks.every(({ verdict: one }) => one === 'pass'),
            ).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe('the questionnaire', () => {
  it('asks all 40 questions in four sections, and first what most controls wait for', () => {
    const open = questionnaire(factModel, offered, factBase(factModel, {}));
    expect(open.sections.map(({ title, questions }) => [title, questions.length])).toEqual([
      ['A. Context and roles', 9],
      ['B. Data', 15],
      ['C. Purpose and effect', 11],
      ['D. Technology', 5],
    ]);
    expect(open.progress).toMatchObject({ answered: 0, total: 40 });
    expect(open.next.slice(0, 3)).toEqual(['phi', 'hipaa_entity_types', 'phi_form']);
  });

  it('needs nothing more of a system without personal data, health data or a link to the EU', () => {
    const answers = {
      processes_personal_data: false,
      phi: false,
      phi_form: [],
      hipaa_entity_types: [],
      ai_roles: [],
      gpai_role: 'none',
    };
    const { progress, next } = questionnaire(factModel, offered, factBase(factModel, answers));
    expect(progress).toEqual({ answered: 6, total: 40, needed: 0 });
    expect(next).toEqual([]);
  });

  it('names the controls and classes that wait for an answer', () => {
    const facts = factBase(factModel, {
      ...clinic,
      lawful_bases: null,
      gpai_role: 'unknown',
      ai_roles: null,
    });
    const questions = questionnaire(factModel, offered, facts).sections.flatMap(
      (section) => section.questions,
    );
    const of = (id: string) => questions.find((question) => question.id === id);
    expect(of('lawful_bases')).toMatchObject({
      isAnswered: false,
      neededBy: [{ frameworkId: 'gdpr', controlIds: expect.arrayContaining(['gdpr-art-7-consent']) }],
      neededFor: [],
    });
    expect(of('ai_roles')).toMatchObject({ neededBy: [], neededFor: ['ai_act_class'] });
    expect(of('phi')).toMatchObject({
      isAnswered: true,
      neededBy: [],
      neededFor: [],
      allowed: 'true, false or "unknown"',
    });
  });
});
