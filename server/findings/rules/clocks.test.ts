import { describe, expect, it } from 'vitest';
import { Circumstances } from '../schema/incidents';
import { clockState, dutiesOf } from './clocks';

const aware = Date.UTC(2026, 4, 1, 12);
const yearEnd = Date.UTC(2027, 0, 1);
const due = (given: Partial<Circumstances>) =>
  Object.fromEntries(
    dutiesOf(Circumstances.parse(given), aware, yearEnd).map(({ name, dueMs }) => [
      name,
      dueMs === null ? null : new Date(dueMs).toISOString(),
    ]),
  );

describe('legal clocks', () => {
  it('asks for nothing when nobody was harmed', () => {
    expect(due({})).toEqual({});
    expect(due({ personalData: true, risk: 'unlikely' })).toEqual({});
  });

  it('gives the authority 72 hours, and people at high risk no fixed limit', () => {
    expect(due({ personalData: true })).toEqual({ gdpr_authority: '2026-05-04T12:00:00.000Z' });
    expect(due({ personalData: true, risk: 'high' })).toEqual({
      gdpr_authority: '2026-05-04T12:00:00.000Z',
      gdpr_persons: null,
    });
  });

  it('counts 60 days for individuals, and from the end of the year for HHS below 500 people', () => {
    expect(due({ healthInformation: true, affected: 499 })).toEqual({
      hipaa_individuals: '2026-06-30T12:00:00.000Z',
      hipaa_hhs: '2027-03-02T00:00:00.000Z',
    });
    expect(due({ healthInformation: true, affected: 500, affectedInOneState: 500 })).toEqual({
      hipaa_individuals: '2026-06-30T12:00:00.000Z',
      hipaa_hhs: '2026-06-30T12:00:00.000Z',
    });
  });

  it('tells the media for more than 500 people of one State, and when the number is unknown', () => {
    expect(due({ healthInformation: true, affected: 900, affectedInOneState: 501 })).toHaveProperty(
      'hipaa_media',
    );
    expect(due({ healthInformation: true })).toHaveProperty('hipaa_media');
  });

  it.each([
    ['serious', '2026-05-16'],
    ['death', '2026-05-11'],
    ['widespread', '2026-05-03'],
  ] as const)('AI Act: %s until %s', (serious, date) => {
    expect(due({ serious })).toEqual({ ai_act_authority: `${date}T12:00:00.000Z` });
  });
});

describe('the state of a clock', () => {
  it.each([
    [100, null, 50, 'running'],
    [100, null, 100, 'running'],
    [100, null, 101, 'late'],
    [100, { madeMs: 100 }, 500, 'met'],
    [100, { madeMs: 101 }, 500, 'met_late'],
    [100, { madeMs: null }, 500, 'left_out'],
    [null, null, 500, 'running'],
    [null, { madeMs: 400 }, 500, 'met'],
  ] as const)('due %s, notice %o, now %s: %s', (dueMs, notice, now, state) => {
    expect(clockState(dueMs, notice, now)).toBe(state);
  });
});
