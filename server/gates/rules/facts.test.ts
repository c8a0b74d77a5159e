import { describe, expect, it } from 'vitest';
import type { ChecklistFact, ResultFact } from '../../releases/schema/dossier';
import { base, day, digest, now, policy } from '@/db/testing/gate-case';
import { evaluate, type Question } from './evaluate';

const ask = (change: Partial<Question>) => {
  const { verdict, reasons } = evaluate({ ...base, ...change });
  for (const { message } of reasons) expect(message).toMatch(/^[\p{L}\d].{15,}\.$/su);
  return [verdict, ...reasons.map(({ code }) => code)].join(' ');
};

describe('evaluate: facts', () => {
  const result = (change: Partial<ResultFact> = {}): ResultFact => ({
    name: 'triage',
    of: `sha256:${'1'.repeat(64)}`,
    verdict: 'pass',
    id: 'run_1',
    result: digest,
    finished_at_us: now - day,
    stale_at_us: null,
    ...change,
  });
  const study = (change: Partial<ResultFact> = {}) =>
    result({ name: 'by-sex', of: `sha256:${'2'.repeat(64)}`, ...change });
  const control = {
    id: 'gdpr-a',
    status: 'satisfied',
    blocking: true,
    by: 'hand',
    evidence: [],
    stale_at_us: null,
  } as const;
  const list = (change: Partial<ChecklistFact['controls'][number]> = {}): ChecklistFact => ({
    framework: 'gdpr',
    of: `sha256:${'3'.repeat(64)}`,
    controls: [{ ...control, evidence: [], ...change }],
  });
  const full = { suites: [result()], studies: [study()], checklists: [list()], findings: [] };
  const wanted = policy({ require: { suites: ['triage'], studies: ['by-sex'], frameworks: ['gdpr'] } });
  const finding = { id: 'fin_1', title: 'Slow', severity: 'high' as const };

  it.each<[string, Partial<Question['facts']>, string]>([
    ['pass', {}, 'allow'],
    ['no run', { suites: [] }, 'deny EVAL_MISSING'],
    ['a run of another version of the suite', { suites: [result({ of: digest })] }, 'deny EVAL_MISSING'],
    ['a failed run', { suites: [result({ verdict: 'fail' })] }, 'deny EVAL_FAILED'],
    [
      'does not let a result of a clock that ran ahead hide the newest one',
      { suites: [result({ verdict: 'fail' }), result({ finished_at_us: now + day })] },
      'deny EVAL_FAILED',
    ],
    ['takes no result of the future', { suites: [result({ finished_at_us: now + 1 })] }, 'deny EVAL_MISSING'],
    [
      'a failed run after a passed one',
      { suites: [result(), result({ verdict: 'fail', finished_at_us: now })] },
      'deny EVAL_FAILED',
    ],
    ['a stale run', { suites: [result({ stale_at_us: now })] }, 'deny EVAL_STALE'],
    [
      'an undecided run',
      { suites: [result({ verdict: 'not_enough_evidence' })] },
      'deny NOT_ENOUGH_EVIDENCE',
    ],
    ['no study', { studies: [] }, 'deny BIAS_MISSING'],
    ['a failed study', { studies: [study({ verdict: 'fail' })] }, 'deny BIAS_FAILED'],
    ['a stale study', { studies: [study({ stale_at_us: now - 1 })] }, 'deny BIAS_MISSING'],
    ['no checklist', { checklists: [] }, 'deny CONTROL_FAILED'],
    ['a checklist of another pack', { checklists: [{ ...list(), of: digest }] }, 'deny CONTROL_FAILED'],
    ['an open control', { checklists: [list({ status: 'open' })] }, 'deny CONTROL_FAILED'],
    ['a failed control', { checklists: [list({ status: 'failed' })] }, 'deny CONTROL_FAILED'],
    ['a control with old evidence', { checklists: [list({ stale_at_us: now })] }, 'deny CONTROL_STALE'],
    ['a stale control', { checklists: [list({ status: 'stale', why: 'gone' })] }, 'deny CONTROL_STALE'],
    ['an unsigned control', { checklists: [list({ status: 'unsigned' })] }, 'needs_signoff CONTROL_UNSIGNED'],
    ['a waived control', { checklists: [list({ status: 'waived', stale_at_us: now + 1 })] }, 'allow'],
    [
      'a control that does not apply',
      { checklists: [list({ status: 'not_applicable', stale_at_us: now })] },
      'allow',
    ],
    [
      'an open control that does not block',
      { checklists: [list({ status: 'open', blocking: false })] },
      'allow',
    ],
    ['an overdue finding', { findings: [{ ...finding, due_at_us: now }] }, 'deny FINDING_OVERDUE'],
    ['a finding with time left', { findings: [{ ...finding, due_at_us: now + 1 }] }, 'allow'],
  ])('%s', (_, change, expected) => {
    expect(ask({ policy: wanted, facts: { ...full, ...change } })).toBe(expected);
  });

  it('asks people only when nothing else is missing', () => {
    expect(ask({ policy: wanted, facts: { ...full, suites: [] }, signoffs: [] })).toBe(
      'deny EVAL_MISSING SIGNOFF_MISSING',
    );
  });

  it('never lets too little evidence through, however the policy words it', () => {
    const softer = policy({ ...wanted, on_not_enough_evidence: 'needs_signoff' });
    const facts = { ...full, suites: [result({ verdict: 'not_enough_evidence' })] };
    expect(ask({ policy: softer, facts })).toBe('needs_signoff NOT_ENOUGH_EVIDENCE');
  });

  it('wants what is required to be part of the manifest, and lists the controls', () => {
    const more = policy({ require: { suites: ['other'], studies: ['other'], frameworks: ['hipaa'] } });
    expect(ask({ policy: more, facts: full })).toBe('deny EVAL_MISSING BIAS_MISSING CONTROL_FAILED');
    const { reasons } = evaluate({
      ...base,
      policy: wanted,
      facts: { ...full, checklists: [list({ status: 'open' })] },
    });
    expect(reasons[0]).toMatchObject({
      ids: ['gdpr-a'],
      message: 'Framework "gdpr": 1 blocking control is open: gdpr-a.',
    });
  });

  it('says until when it holds', () => {
    const facts = { ...full, suites: [result({ stale_at_us: now + day })] };
    expect(evaluate({ ...base, policy: wanted, facts }).holds_until_us).toBe(now + day);
    expect(evaluate(base).holds_until_us).toBe(now + 89 * day);
  });
});
