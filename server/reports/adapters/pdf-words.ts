import type { MeasureUnit, ReportControl, ReportMeasure, ReportVerdict } from '../schema';
import { ink, type Ink } from './pdf-paper';
import type { Cell } from './pdf-table';

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** A value in the notation of its unit. Shares are percentages, so that 0.5 and 50 % cannot be mixed up. */
export function valueText(unit: MeasureUnit, value: number): string {
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'ms') return `${grouped.format(value)} ms`;
  if (unit === 'usd') return `$${value < 1 ? value.toFixed(4) : grouped.format(value)}`;
  if (unit === 'count') return grouped.format(value);
  return value.toFixed(3);
}

export const countText = (value: number) => grouped.format(value);

export const dayText = (instant: string) => day.format(new Date(instant));

/** 2026-11-22T21:15:00Z as 22 Nov 2026, 21:15:00 UTC. */
export const instantText = (instant: string): string =>
  `${dayText(instant)}, ${new Date(instant).toISOString().slice(11, 19)} UTC`;

export const verdictWords: Record<ReportVerdict, readonly [string, Ink]> = {
  pass: ['Pass', ink.pass],
  fail: ['Fail', ink.fail],
  not_enough_evidence: ['Not enough evidence', ink.doubt],
};

export const statusWords: Record<ReportControl['status'], readonly [string, Ink]> = {
  met: ['Met', ink.pass],
  accepted: ['Risk accepted', ink.doubt],
  open: ['Open', ink.doubt],
  unknown: ['Unknown', ink.doubt],
  failed: ['Failed', ink.fail],
  expired: ['Expired', ink.fail],
  not_applicable: ['Not applicable', ink.quiet],
};

export const decisionWords = {
  allow: ['Allow', ink.pass],
  deny: ['Deny', ink.fail],
  needs_signoff: ['Needs sign-off', ink.doubt],
} as const;

export const worded = ([text, color]: readonly [string, Ink]): Cell => ({ text, color, bold: true });
export const verdictCell = (verdict: ReportVerdict | null): Cell =>
  verdict === null ? { text: 'Not judged', color: ink.quiet } : worded(verdictWords[verdict]);
export const orMissing = (value: string | null): Cell =>
  value === null || value === '' ? { text: 'Not recorded', color: ink.doubt } : value;

const signs = { '>=': 'at least', '>': 'above', '<=': 'at most', '<': 'below' } as const;
export const thresholdText = ({ threshold, unit }: ReportMeasure) =>
  threshold === null ? '–' : `${signs[threshold.operator]} ${valueText(unit, threshold.value)}`;

export const intervalText = ({ low, high, unit }: ReportMeasure) =>
  low === null || high === null ? '–' : `${valueText(unit, low)} to ${valueText(unit, high)}`;

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${countText(count)} ${count === 1 ? one : many}`;
