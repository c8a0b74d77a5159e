import { describe, expect, it } from 'vitest';
import {
  bytes,
  compact,
  count,
  duration,
  interval,
  money,
  number,
  percent,
  percentInterval,
  relative,
  roundDecimal,
  sumDecimals,
  utc,
} from './format';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it.each([
    [number(1234.567), '1,234.57'],
    [number(-0.001), '0'],
    [number(Number.NaN), '–'],
    [number(null), '–'],
    [percent(0.931), '93.1 %'],
    [percent(null), '–'],
    [count(1, 'release'), '1 release'],
    [count(2300, 'person', 'people'), '2,300 people'],
    [compact(12_345), '12.3k'],
    [bytes(999), '999 B'],
    [bytes(1_500_000), '1.5 MB'],
    [duration(0), '0 ms'],
    [duration(840), '840 ms'],
    [duration(1500), '1.5 s'],
    [duration(61_000), '1 m 1 s'],
    [duration(7_200_000), '2 h'],
    [duration(90_000_000), '1 d 1 h'],
  ])('%s', (text, expected) => expect(plain(text)).toBe(expected));
});

describe('intervals', () => {
  it.each([
    [interval({ value: 0.93, low: 0.88, high: 0.96 }), '0.93 (0.88–0.96)'],
    [interval({ value: 0.93 }), '0.93'],
    [interval({ value: null, low: 0, high: 1 }), '–'],
    [percentInterval({ value: 0.5, low: 0.4, high: 0.6 }), '50.0 % (40.0–60.0)'],
  ])('%s', (text, expected) => expect(plain(text)).toBe(expected));
});

describe('money', () => {
  it.each([
    [money('1234.5'), '$1,234.50'],
    [money('0'), '$0.00'],
    [money('0.000421'), '$0.00042'],
    [money('0.009'), '$0.0090'],
    [money('-0.5', 'EUR'), '−€0.50'],
    [money('-1234567.891', 'CHF'), '−1,234,567.89 CHF'],
    [money('1e5'), '–'],
    [money(null), '–'],
    [roundDecimal('0.125', 2), '0.13'],
    [roundDecimal('-0.125', 2), '-0.13'],
    [roundDecimal('-12.344', 2), '-12.34'],
    [sumDecimals(['0.1', '0.2', null, 'x']), '0.3'],
    [sumDecimals(['-0.1', '0.05']), '-0.05'],
  ])('%s', (text, expected) => expect(plain(text)).toBe(expected));
});

describe('time', () => {
  const now = Date.parse('2026-11-03T14:05:30Z');
  it.each([
    [utc('2026-11-03T14:05:30Z'), '3 Nov 2026, 14:05 UTC'],
    [utc('2026-11-03T14:05:30Z', 'precise'), '3 Nov 2026, 14:05:30 UTC'],
    [utc('2026-11-03T23:59:59Z', 'date'), '3 Nov 2026'],
    [utc('never'), '–'],
    [relative('2026-11-03T14:05:10Z', now), 'just now'],
    [relative('2026-11-03T11:00:00Z', now), '3 hours ago'],
    [relative('2026-11-05T15:00:00Z', now), 'in 2 days'],
  ])('%s', (text, expected) => expect(text).toBe(expected));
});
