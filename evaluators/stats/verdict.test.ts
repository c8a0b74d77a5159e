import { describe, expect, it } from 'vitest';
import { wilsonOneSided } from './proportion';
import { randomFrom } from './random';
import { judgeMean, judgeRate, worst } from './verdict';

describe('three-valued gate on a rate', () => {
  it('passes, fails, or says how many cases are missing', () => {
    expect(judgeRate({ hits: 199, n: 200 }, { min: 0.95 }).verdict).toBe('pass');
    expect(judgeRate({ hits: 170, n: 200 }, { min: 0.95 }).verdict).toBe('fail');
    expect(judgeRate({ hits: 95, n: 100 }, { min: 0.9 })).toMatchObject({ verdict: 'pass', moreCases: null });
    const open = judgeRate({ hits: 47, n: 50 }, { min: 0.9 });
    expect(open).toMatchObject({ verdict: 'not_enough_evidence', moreCases: 103 });
    expect(open.reason).toContain('about 103 more cases settle it');
    expect(judgeRate({ hits: 45, n: 50 }, { min: 0.9 }).moreCases).toBeNull();
  });
  it('the promised number of cases is the smallest that settles it', () => {
    const { moreCases } = judgeRate({ hits: 48, n: 50 }, { min: 0.9 });
    const total = 50 + (moreCases ?? 0);
    expect(wilsonOneSided({ hits: total * 0.96, n: total }).low).toBeGreaterThanOrEqual(0.9);
    expect(wilsonOneSided({ hits: (total - 1) * 0.96, n: total - 1 }).low).toBeLessThan(0.9);
  });
  it('never claims a rate of exactly one, and prints the bound instead', () => {
    const judged = judgeRate({ hits: 100, n: 100 }, { min: 1 });
    expect(judged.verdict).toBe('not_enough_evidence');
    expect(judged.reason).toContain('failure rate below 2.95 %');
    expect(judgeRate({ hits: 99, n: 100 }, { min: 1 }).verdict).toBe('fail');
  });
  it('judges "at most" as the mirror of "at least"', () => {
    expect(judgeRate({ hits: 1, n: 200 }, { max: 0.05 }).verdict).toBe('pass');
    expect(judgeRate({ hits: 30, n: 200 }, { max: 0.05 }).verdict).toBe('fail');
    expect(judgeRate({ hits: 0, n: 0 }, { max: 0.05 }).verdict).toBe('not_enough_evidence');
  });
  it.each([
    [0.93, 0.01, 0.27],
    [0.97, 0.19, 0],
    [0.99, 0.74, 0],
  ])('has the printed error rates at a true rate of %d with n = 100', (truth, passes, fails) => {
    const random = randomFrom(3);
    const runs = Array.from({ length: 3000 }, () => {
      const hits = Array.from({ length: 100 }, random).filter((u) => u < truth).length;
      return judgeRate({ hits, n: 100 }, { min: 0.95 }).verdict;
    });
    const share = (verdict: string) => runs.filter((v) => v === verdict).length / runs.length;
    expect(Math.abs(share('pass') - passes)).toBeLessThan(0.03);
    expect(Math.abs(share('fail') - fails)).toBeLessThan(0.03);
  });
});

describe('three-valued gate on a mean', () => {
  const unit = { low: 0, high: 1 };
  it('does not let three perfect answers pass', () => {
    expect(judgeMean([1, 1, 1], { min: 0.9 }, { range: unit }).verdict).toBe('not_enough_evidence');
    expect(judgeMean([0, 0, 0, 0], { min: 0.8 }, { range: unit }).verdict).toBe('fail');
    expect(judgeMean([120], { max: 2000 }).verdict).toBe('not_enough_evidence');
  });
  it('decides with enough values', () => {
    const values = Array.from({ length: 60 }, (_, i) => 100 + (i % 7));
    expect(judgeMean(values, { max: 110 }).verdict).toBe('pass');
    expect(judgeMean(values, { max: 102 }).verdict).toBe('fail');
    expect(judgeMean(values, { max: 103.1 })).toMatchObject({ verdict: 'not_enough_evidence' });
    expect(judgeMean(values, { max: 103.1 }).moreCases).toBeGreaterThan(1);
  });
  it('worst of many', () => {
    expect(worst([])).toBe('not_enough_evidence');
    expect(worst(['pass', 'pass'])).toBe('pass');
    expect(worst(['pass', 'not_enough_evidence'])).toBe('not_enough_evidence');
    expect(worst(['fail', 'not_enough_evidence'])).toBe('fail');
  });
});
