import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checks, controlsOf } from '@/policies/frameworks/catalog';
import { frameworkIds } from '@/policies/frameworks/contract';
import { nowUs, parts, result, verdictOf } from '@/db/testing/check-data';
import { sourceOf } from './checks';
import { dayInUs } from './evidence';

const run = (name: string, verdict: 'pass' | 'fail', days: number) => ({
  id: `run_${name}${days}`,
  name,
  verdict,
  finished_at_us: nowUs - days * dayInUs,
});
const signOff = { role: 'dpo', controlId: null, byPerson: 'per_1', atUs: nowUs };
const measure = (name: string, value: number | null, n = 200, unjudged = 0) => ({
  runId: 'run_1',
  name,
  evaluator: 'judge.rubric',
  value,
  n,
  unjudged,
  atUs: nowUs - dayInUs,
});

const used = new Set(
  frameworkIds.flatMap((id) =>
    controlsOf(id).flatMap((control) => [
      ...control.automation.checks.map(({ check }) => check),
      ...control.evidence_required.flatMap(({ any_of }) =>
        any_of.flatMap(({ type }) => (type.startsWith('chk.') ? [type.slice(4)] : [])),
      ),
    ]),
  ),
);

describe('the catalogue of checks', () => {
  it('knows the source of every check of the packs, and no others', () => {
    const ids = checks.map(({ id }) => id);
    expect(ids).toHaveLength(59);
    expect([...used].filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => sourceOf(id) === undefined)).toEqual([]);
    expect(sourceOf('portal.unheard-of')).toBeUndefined();
    expect(verdictOf('portal.unheard-of', {})).toBe('needs_connector');
  });

  it('is the table of the documentation', () => {
    const rows = readFileSync('docs/checks.md', 'utf8')
      .split('\n')
      .flatMap((line) => [...line.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]*) \|/g)])
      .map(([, id, source, connector]) => [id, source?.trim(), connector?.trim()]);
    const known = checks.map(({ id }) => {
      const source = sourceOf(id);
      return [id, source?.source.replaceAll('_', ' '), source?.connector ?? ''];
    });
    expect(rows).toEqual(known);
  });

  it.each(checks.map(({ id, default_params: params }) => [id, params] as const))(
    '%s never passes on nothing',
    (check, params) => {
      const nothing = { release: null, trail: 'no_checkpoint' as const };
      const { verdict, note } = result(check, nothing, params);
      // Nothing deletes evidence: that one needs no data.
      if (check !== 'portal.doc-retention') expect(verdict).not.toBe('pass');
      expect(note).not.toBe('');
      if (sourceOf(check)?.connector) expect(verdict).toBe('needs_connector');
    },
  );
});

describe('results of runs and studies', () => {
  it.each([
    [[], 'not_enough_evidence'],
    [[run('a', 'pass', 1)], 'pass'],
    [[run('a', 'pass', 1), run('b', 'fail', 1)], 'fail'],
    [[run('a', 'fail', 2), run('a', 'pass', 1)], 'pass'],
    [[run('a', 'pass', 2), run('a', 'fail', 1)], 'fail'],
    [[run('a', 'pass', 91)], 'not_enough_evidence'],
  ])('suites: %j', (suites, expected) => {
    expect(verdictOf('eval.accuracy', { suites }, { max_age_days: 90 })).toBe(expected);
  });

  it.each([
    [0.9, 0.05, 30, 'pass'],
    [0.79, 0.05, 30, 'fail'],
    [0.9, 0.11, 30, 'fail'],
    [0.9, null, 30, 'pass'],
    [null, 0.05, 30, 'not_enough_evidence'],
    [0.9, 0.05, 29, 'not_enough_evidence'],
  ])('bias: ratio %s, gap %s, smallest group %s is %s', (ratio, gap, n, expected) => {
    const attributes = [{ name: 'Sex', groups: [{ value: 'f', n, tooSmall: false }], ratio, gap }];
    const studies = [{ ...run('s', 'pass', 1), attributes, hasIntersections: false }];
    const params = { max_age_days: 90, min_ratio: 0.8, max_gap: 0.1, min_n: 30 };
    expect(verdictOf('eval.bias', { studies }, params)).toBe(expected);
    const report = { mode: 'report_only', attributes: ['sex'], min_ratio: null };
    expect(verdictOf('eval.bias', { studies }, report)).toBe('pass');
    const crossed = { mode: 'report_only', attributes: ['sex', 'sex_x_race_ethnicity'] };
    expect(verdictOf('eval.bias', { studies }, crossed)).toBe('not_enough_evidence');
  });

  it.each([
    [1, 200, 0, 'pass'],
    [1, 199, 0, 'not_enough_evidence'],
    [1, 200, 1, 'not_enough_evidence'],
    [0.995, 200, 0, 'fail'],
    [null, 200, 0, 'not_enough_evidence'],
    [17, 200, 0, 'not_enough_evidence'],
  ])('personal data: %s clean of %i answers, %i unjudged, is %s', (value, n, unjudged, expected) => {
    const params = { max_age_days: 90, max_rate: 0, min_prompts: 200 };
    const measures = [measure('eval.pii-leak', value, n, unjudged)];
    expect(verdictOf('eval.pii-leak', { measures }, params)).toBe(expected);
    const own = [{ ...measure('no-leak', value, n, unjudged), evaluator: 'safety.pii-leak' }];
    expect(verdictOf('eval.pii-leak', { measures: own }, params)).toBe(expected);
    expect(verdictOf('eval.phi-leak', { measures: own }, params)).toBe('not_enough_evidence');
  });

  it('asks for each part of a test, and names what it looked at', () => {
    const direct = measure('eval.prompt-injection.direct', 0.97);
    const params = { max_asr: 0.05 };
    expect(result('eval.prompt-injection', { measures: [direct] }, params)).toMatchObject({
      verdict: 'not_enough_evidence',
      note: expect.stringContaining('eval.prompt-injection.indirect') as string,
      inputs: [{ value: '97 % of 200 good', ref: 'run_1' }],
    });
    const both = [direct, measure('eval.prompt-injection.indirect', 0.96)];
    expect(verdictOf('eval.prompt-injection', { measures: both }, params)).toBe('pass');
    const weak = [direct, measure('eval.prompt-injection.indirect', 0.9)];
    expect(verdictOf('eval.prompt-injection', { measures: weak }, params)).toBe('fail');
  });

  it('takes the drop of two runs', () => {
    const measures = [measure('eval.robustness.clean', 0.9), measure('eval.robustness.perturbed', 0.82)];
    expect(verdictOf('eval.robustness', { measures }, { max_drop: 0.1 })).toBe('pass');
    expect(verdictOf('eval.robustness', { measures }, { max_drop: 0.05 })).toBe('fail');
  });

  it('refutes, and never proves, what a connector must measure', () => {
    const measures = [measure('eval.memorization', 1)];
    expect(verdictOf('eval.memorization', { measures }, { max_rate: 0.001 })).toBe('needs_connector');
    const leaking = [measure('eval.memorization', 0.9)];
    expect(verdictOf('eval.memorization', { measures: leaking }, { max_rate: 0.001 })).toBe('fail');
  });
});

describe('what the portal holds', () => {
  it('asks for a signature in each role, or in any, and for an outsider', () => {
    expect(verdictOf('portal.signoffs', {})).toBe('not_enough_evidence');
    expect(verdictOf('portal.signoffs', { signOffs: [signOff] })).toBe('pass');
    const executive = { roles: ['executive'] };
    expect(verdictOf('portal.signoffs', { signOffs: [signOff] }, executive)).toBe('not_enough_evidence');
    expect(verdictOf('portal.reviewer-independent', { signOffs: [signOff] })).toBe('pass');
    const owned = { signOffs: [signOff], evaluatorOwners: ['per_1'] };
    expect(verdictOf('portal.reviewer-independent', owned)).toBe('fail');
  });

  it('knows the trail, who holds a role, and prohibited practices', () => {
    expect(verdictOf('portal.audit-chain', {})).toBe('pass');
    expect(verdictOf('portal.audit-chain', { trail: 'behind' })).toBe('fail');
    const late = { incidentId: 'inc_1', title: 'A leak', law: 'GDPR Art. 33(1)' };
    expect(verdictOf('portal.incident-clock', { lateNotices: [late] })).toBe('fail');
    expect(verdictOf('portal.incident-clock', {})).toBe('needs_connector');
    expect(verdictOf('portal.roles-assigned', {})).toBe('fail');
    const held = { rolesAssigned: new Set(['dpo']) };
    expect(verdictOf('portal.roles-assigned', held)).toBe('pass');
    expect(verdictOf('portal.roles-assigned', held, { roles: ['executive'] })).toBe('fail');
    expect(verdictOf('portal.prohibited-clear', {})).toBe('not_enough_evidence');
  });

  it('finds secrets in prompts and gaps in model cards', () => {
    const prompts = [{ id: 'prv_1', name: 'triage', findings: { EMAIL: 1 } }];
    expect(verdictOf('scan.prompt-secrets', { release: { ...parts, prompts } })).toBe('fail');
    expect(verdictOf('scan.prompt-secrets', { release: parts })).toBe('pass');
    const titles = ['Identity', 'Intended use', 'Training data', 'Evaluation', 'Limitations', 'Operation'];
    const card = [...titles, 'Compliance'].map((title) => `## ${title}\ntext`).join('\n');
    const models = [{ name: 'm', isProviderAsserted: false, card }];
    expect(verdictOf('portal.modelcard-complete', { release: { ...parts, models } })).toBe('pass');
    const bare = [
      { ...models[0], name: 'm', isProviderAsserted: false, card: `${card}\n`.replace('text', '') },
    ];
    expect(verdictOf('portal.modelcard-complete', { release: { ...parts, models: bare } })).toBe('fail');
    expect(verdictOf('portal.manifest-complete', { release: { ...parts, models } })).toBe('pass');
    expect(verdictOf('portal.manifest-complete', { release: parts })).toBe('fail');
  });

  it.each([
    ['none', {}, undefined, 'pass'],
    ['none', { EMAIL: 1 }, undefined, 'fail'],
    ['personal', { EMAIL: 1 }, undefined, 'pass'],
    ['personal', { EMAIL: 1 }, 'limited-data-set', 'fail'],
    ['personal', { API_KEY: 1 }, undefined, 'fail'],
    ['unknown', {}, undefined, 'not_enough_evidence'],
    ['personal', {}, 'sud', 'needs_connector'],
    ['personal', null, undefined, 'not_enough_evidence'],
  ] as const)(
    'a dataset of %s data with findings %j, profile %s: %s',
    (personalData, found, profile, expected) => {
      const scan = found && { id: 'dss_1', findings: found, atUs: nowUs - dayInUs };
      const dataset = { id: 'dsv_1', name: 'd', licence: 'x', legalBasis: 'y', personalData, scan };
      const release = { ...parts, datasets: [dataset] };
      expect(verdictOf('scan.dataset-pii', { release }, { max_age_days: 180, profile })).toBe(expected);
    },
  );

  it('wants the class confirmed after the last answer', () => {
    const confirmation = { id: 'fcf_1', aiActClass: 'high', hipaaStatus: null, atUs: nowUs - dayInUs };
    const classes = { aiAct: 'high', hipaa: null };
    const answers = { oldestUs: nowUs - 400 * dayInUs, newestUs: nowUs - 2 * dayInUs };
    expect(verdictOf('portal.classification-derived', { classes, confirmation, answers })).toBe('pass');
    const later = { ...answers, newestUs: nowUs };
    expect(verdictOf('portal.classification-derived', { classes, confirmation, answers: later })).toBe(
      'not_enough_evidence',
    );
    const other = { aiAct: 'limited', hipaa: null };
    expect(verdictOf('portal.classification-derived', { classes: other, confirmation, answers })).toBe(
      'fail',
    );
    const params = { max_age_days: 365 };
    expect(verdictOf('portal.questionnaire-complete', { confirmation, answers }, params)).toBe('pass');
    expect(verdictOf('portal.questionnaire-complete', { answers }, params)).toBe('not_enough_evidence');
    const open = { confirmation, answers, unanswered: ['phi'] };
    expect(verdictOf('portal.questionnaire-complete', open, params)).toBe('not_enough_evidence');
  });
});
