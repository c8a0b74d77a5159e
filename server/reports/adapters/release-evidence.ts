import { sumDecimals } from '@/evaluators/stats/decimal';
import type { ReportControl, ReportFramework, ReportMeasure, ReportRun, ReportStudy } from '../schema';
import type { IntervalRow } from './pdf-chart';
import { ink } from './pdf-paper';
import type { Cell } from './pdf-table';
import type { Surface } from './surface';
import {
  countText,
  dayText,
  instantText,
  intervalText,
  plural,
  statusWords,
  thresholdText,
  valueText,
  verdictCell,
  verdictWords,
  worded,
} from './pdf-words';

const percent = (value: number) => valueText('share', value);

function measures(on: Surface, summary: string, entries: readonly ReportMeasure[]): void {
  const value = (each: ReportMeasure): Cell =>
    each.value === null
      ? { text: 'Undefined', color: ink.doubt }
      : { text: valueText(each.unit, each.value), bold: true };
  on.table({
    summary,
    rowHeaders: true,
    columns: [
      { title: 'Measure', weight: 2.7 },
      { title: 'Value', weight: 1.25, align: 'right' },
      { title: 'Interval', weight: 2, align: 'right' },
      { title: 'n', weight: 0.85, align: 'right' },
      { title: 'Threshold', weight: 1.7 },
      { title: 'Verdict', weight: 1.5 },
    ],
    rows: entries.map((each) => [
      each.name,
      value(each),
      intervalText(each),
      countText(each.n),
      thresholdText(each),
      verdictCell(each.verdict),
    ]),
  });
  for (const { name, note } of entries) {
    if (note !== null) on.paragraph(`${name}: ${note}`, { size: 8.5, color: ink.quiet, after: 3 });
  }
}

function dots(entries: readonly ReportMeasure[]): IntervalRow[] {
  return entries.flatMap(({ name, unit, value, low, high, threshold, verdict }) => {
    if (value === null || (unit !== 'share' && unit !== 'score') || value < 0 || value > 1) return [];
    const color = verdict === null ? ink.brand : verdictWords[verdict][1];
    return [{ label: name, value, low, high, mark: threshold?.value ?? null, color }];
  });
}

function costText({ costUsd, judgeCostUsd }: ReportRun): string | null {
  const answers = costUsd === null ? null : `$${costUsd}`;
  if (judgeCostUsd === null) return answers;
  const judges = `judges and scorers $${judgeCostUsd}`;
  return answers === null
    ? judges
    : `$${sumDecimals([costUsd ?? '0', judgeCostUsd])}: answers ${answers}, ${judges}`;
}

function run(on: Surface, each: ReportRun): void {
  const [word, color] = verdictWords[each.verdict];
  on.heading('H3', each.suite, 150);
  on.paragraph(word, { bold: true, color, after: 4 });
  const answered = `${plural(each.cases, 'case')}, ${countText(each.errored)} without an answer`;
  const cached = each.cachedShare === null ? null : `${percent(each.cachedShare)} from the response cache`;
  on.facts(`Run of ${each.suite}`, [
    ['Dataset', each.dataset],
    ['Target', each.target],
    ['Finished', each.finishedAt && instantText(each.finishedAt)],
    ['Cases', [answered, cached].filter(Boolean).join(', ')],
    ['Cost', costText(each)],
  ]);
  const rows = dots(each.measures);
  if (rows.length > 0) {
    const title = 'Measures with their intervals; the dashed line is the threshold';
    on.chart({ title, rows, min: 0, max: 1, format: percent });
  }
  measures(on, `Measures of ${each.suite}`, each.measures);
}

/** Section 2: each run with its chart and its numbers. */
export function evaluations(on: Surface, runs: readonly ReportRun[]): void {
  on.heading('H2', '2  Evaluations', 210);
  if (runs.length === 0) on.paragraph('No evaluation run counts for this release.', { color: ink.doubt });
  for (const each of runs) run(on, each);
}

function groups(on: Surface, study: ReportStudy): void {
  const rows = study.groups.flatMap(({ group, rate, low, high, tooSmall }) =>
    rate === null
      ? []
      : [{ label: group, value: rate, low, high, mark: null, color: tooSmall ? ink.quiet : ink.brand }],
  );
  if (rows.length > 0) {
    on.chart({ title: 'Selection rates by group', rows, min: 0, max: 1, format: percent });
  }
  on.table({
    summary: `Groups of ${study.name}`,
    rowHeaders: true,
    columns: [
      { title: 'Group', weight: 2.6 },
      { title: 'n', weight: 1, align: 'right' },
      { title: 'Selected', weight: 1.2, align: 'right' },
      { title: 'Rate', weight: 1.2, align: 'right' },
      { title: 'Interval', weight: 2, align: 'right' },
      { title: 'Compared', weight: 2 },
    ],
    rows: study.groups.map(({ group, n, selected, rate, low, high, tooSmall }) => [
      group,
      countText(n),
      countText(selected),
      rate === null ? { text: 'Undefined', color: ink.doubt } : { text: percent(rate), bold: true },
      low === null || high === null ? '–' : `${percent(low)} to ${percent(high)}`,
      tooSmall ? { text: `No: fewer than ${study.smallestGroup}`, color: ink.doubt } : 'Yes',
    ]),
  });
}

/** Section 3: each study with the rates of its groups and the measures over them. */
export function bias(on: Surface, studies: readonly ReportStudy[]): void {
  on.heading('H2', '3  Bias', 210);
  if (studies.length === 0) on.paragraph('No bias study counts for this release.', { color: ink.doubt });
  for (const study of studies) {
    const [word, color] = verdictWords[study.verdict];
    on.heading('H3', study.name, 150);
    on.paragraph(word, { bold: true, color, after: 4 });
    on.facts(`Study ${study.name}`, [
      ['Attribute', study.attribute],
      ['Population', study.population],
      ['Favourable outcome', study.favourable],
    ]);
    groups(on, study);
    measures(on, `Measures of ${study.name}`, study.measures);
  }
}

function decided({ status, decidedBy, decider, reason, evidence }: ReportControl): Cell {
  if (status === 'not_applicable' && decidedBy === null) return { text: '–', color: ink.quiet };
  if (decidedBy === null) return { text: 'Not assessed', color: ink.doubt };
  const who = decidedBy === 'check' ? 'Automated check' : `By hand: ${decider ?? 'not recorded'}`;
  const files = evidence.map(({ name, digest, expiresAt }) => {
    const until = expiresAt === null ? '' : `, until ${dayText(expiresAt)}`;
    return `${name} (${digest === null ? 'no digest' : digest.slice(0, 19)}${until})`;
  });
  return [who, reason, ...files].filter(Boolean).join('\n');
}

/** Section 4: each framework with the status of all its controls, open ones included. */
export function checklists(on: Surface, frameworks: readonly ReportFramework[]): void {
  on.heading('H2', '4  Checklists', 150);
  if (frameworks.length === 0) on.paragraph('No framework was checked.', { color: ink.doubt });
  for (const { id, title, version, controls } of frameworks) {
    const counts = new Map<string, number>();
    for (const { status } of controls) counts.set(status, (counts.get(status) ?? 0) + 1);
    const said = [...counts]
      .map(([status, n]) => `${countText(n)} ${status.replaceAll('_', ' ')}`)
      .join(', ');
    on.heading('H3', `${title}, version ${version}`, 90);
    on.paragraph(`${plural(controls.length, 'control')}: ${said || 'none'}.`, {
      size: 9,
      color: ink.quiet,
    });
    on.table({
      summary: `Controls of ${id}`,
      size: 8,
      columns: [
        { title: 'Control', weight: 3 },
        { title: 'Duty', weight: 3.2 },
        { title: 'Status', weight: 1.5 },
        { title: 'Decided by, reason, evidence', weight: 2.3 },
      ],
      rowHeaders: true,
      rows: controls.map((each) => [each.id, each.title, worded(statusWords[each.status]), decided(each)]),
    });
  }
}
