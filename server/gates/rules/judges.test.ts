import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { base, day, digest, now, policy } from '@/db/testing/gate-case';
import type { JudgeFact, ResultFact } from '../../releases/schema/dossier';
import { digestOf } from '../../releases/rules/manifest';
import { dossier } from '../../releases/rules/dossier';
import { firstJudgeRequirement, firstPolicy, GatePolicy } from '../schema/policy';
import { evaluate } from './evaluate';
import { judgeShortfalls } from './judges';

const good = {
  id: 'jgm_1',
  result: digest,
  n: 240,
  rarest_share: 0.4,
  kappa_low: 0.7,
  fail_recall: 0.9,
  finished_at_us: now - day,
  stale_at_us: now + 10 * day,
};
const judged = (calibration: JudgeFact['calibration'], judge: string | null = digest): ResultFact => ({
  name: 'triage',
  of: `sha256:${'1'.repeat(64)}`,
  verdict: 'pass',
  id: 'run_1',
  result: digest,
  finished_at_us: now - day,
  stale_at_us: null,
  judges: [{ measure: 'tone', judge, calibration }],
});
const require = { suites: ['triage'], studies: [], frameworks: [] };
const demanding = policy({ require: { ...require, judges: firstJudgeRequirement } });
const ask = (result: ResultFact, wanted = demanding) =>
  evaluate({ ...base, policy: wanted, facts: { ...base.facts, suites: [result] } });

describe('a policy that demands the models that were asked', () => {
  const others = { other_models: ['tone: 12 results were judged by b instead of a'] };
  const strict = policy({ require: { ...require, models_as_asked: true } });

  it('denies what another model answered or judged, and says which', () => {
    const { verdict, reasons } = ask({ ...judged(good), ...others }, strict);
    expect(verdict).toBe('deny');
    expect(reasons).toEqual([
      {
        code: 'OTHER_MODEL',
        name: 'triage',
        message:
          'Suite "triage" was not decided by the models that were asked: tone: 12 results were judged by b instead of a.',
      },
    ]);
  });

  it('allows the rest; without the demand it is only told', () => {
    expect(ask(judged(good), strict).verdict).toBe('allow');
    expect(ask({ ...judged(good), ...others }, policy({ require })).verdict).toBe('allow');
  });
});

describe('a policy that demands both', () => {
  const told = 'was calibrated on b instead of a';
  const [judge] = judged(good).judges ?? [];
  const elsewhere = { ...judged(good), judges: judge && [{ ...judge, other_models: [told] }] };
  const demand = (more: object) => ask(elsewhere, policy({ require: { ...require, ...more } }));
  const both = { judges: firstJudgeRequirement, models_as_asked: true } as const;

  it('denies when another model was calibrated, and says which', () => {
    const { verdict, reasons } = demand(both);
    expect(verdict).toBe('deny');
    expect(reasons).toEqual([
      {
        code: 'OTHER_MODEL',
        name: 'triage',
        message: `Suite "triage": its measure "tone" is decided by a judge that ${told}. Calibrate it on the model that judges.`,
      },
    ]);
  });

  it('tells it beside another model in the run itself', () => {
    const result = { ...elsewhere, other_models: ['tone: 12 results were judged by b instead of a'] };
    const { reasons } = ask(result, policy({ require: { ...require, ...both } }));
    expect(reasons.map(({ code }) => code)).toEqual(['OTHER_MODEL', 'OTHER_MODEL']);
  });

  it('allows with either demand alone', () => {
    expect(demand({ judges: firstJudgeRequirement }).verdict).toBe('allow');
    expect(demand({ models_as_asked: true }).verdict).toBe('allow');
  });
});

describe('a policy that demands calibrated judges', () => {
  it.each<[string, JudgeFact['calibration'], string | null, string]>([
    ['never measured', null, digest, 'was never measured against people'],
    ['nothing to calibrate', null, null, 'cannot be calibrated here'],
    ['expired', { ...good, stale_at_us: now }, digest, 'too long ago'],
    ['too few cases', { ...good, n: 199 }, digest, '199 labelled cases, 200 are asked for'],
    ['one-sided', { ...good, rarest_share: 0.1 }, digest, 'its rarest label is 10 % of the cases'],
    ['weak', { ...good, kappa_low: 0.5994 }, digest, 'lower bound of its kappa is 0.599, at least 0.6'],
    ['undefined', { ...good, kappa_low: null }, digest, 'kappa is undefined'],
    ['blind to failures', { ...good, fail_recall: 0.79 }, digest, 'recall of failures is 79 %'],
    ['never shown a failure', { ...good, fail_recall: null }, digest, 'recall of failures is undefined'],
  ])('%s', (_, calibration, judge, words) => {
    const { verdict, reasons } = ask(judged(calibration, judge));
    expect(verdict).toBe('deny');
    expect(reasons.map(({ code }) => code)).toEqual(['JUDGE_UNCALIBRATED']);
    expect(reasons[0]?.message).toMatch(
      /^Suite "triage": its measure "tone" is decided by a judge that .*\.$/,
    );
    expect(reasons[0]?.message).toContain(words);
  });

  it('allows what a calibrated judge decided, until the calibration ends', () => {
    expect(ask(judged(good))).toMatchObject({ verdict: 'allow', holds_until_us: good.stale_at_us });
    expect(ask({ ...judged(good), judges: undefined }).verdict).toBe('allow');
  });

  it('asks nothing where the policy does not', () => {
    const found = ask(judged(null), policy({ require }));
    expect(found.verdict).toBe('allow');
    expect(found.holds_until_us).toBeGreaterThan(good.stale_at_us);
  });

  it('has no shortfall at the limits themselves', () =>
    expect(
      judgeShortfalls({ n: 200, rarest_share: 0.3, kappa_low: 0.6, fail_recall: 0.8 }, firstJudgeRequirement),
    ).toEqual([]));
});

describe('what was written before', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  it('keeps the digest of a policy that does not speak of judges', () => {
    // Of the bytes that earlier versions stored.
    expect(digestOf(GatePolicy.parse(firstPolicy), sha256)).toBe(
      'sha256:3d5c2a61a134c1682ec033d8626139f55283048dd22bd1021cb4672119302560',
    );
    expect(Object.keys(GatePolicy.parse(firstPolicy).require)).toEqual(['suites', 'studies', 'frameworks']);
  });
  it('keeps the bytes of a dossier without judges, and sorts those of one with', () => {
    const head = { org: 'o', release_digest: digest, environment: 'production', policy_digest: digest };
    const { judges: _, ...plain } = judged(null);
    expect(dossier(head, { ...base.facts, suites: [plain] }).suites).toEqual([plain]);
    const judges = [...(judged(good).judges ?? []), { measure: 'a', judge: null, calibration: null }];
    const [suite] = dossier(head, { ...base.facts, suites: [{ ...plain, judges }] }).suites;
    expect(suite?.judges?.map(({ measure }) => measure)).toEqual(['a', 'tone']);
  });
});
