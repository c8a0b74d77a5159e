import type { ReleaseReport } from '../schema';
import { type Standing } from '../rules/seal';
import { standingOn } from './document-body';
import type { Fact, Tile } from './pdf-flow';
import { ink, type Ink } from './pdf-paper';
import { countText, decisionWords, instantText, orMissing, plural, worded } from './pdf-words';
import { bias, checklists, evaluations } from './release-evidence';
import type { Surface } from './surface';

const settled = new Set(['met', 'accepted', 'not_applicable']);

function passing(verdicts: readonly string[]): Pick<Tile, 'value' | 'color'> {
  const passed = verdicts.filter((verdict) => verdict === 'pass').length;
  const all = verdicts.length > 0 && passed === verdicts.length ? ink.pass : ink.doubt;
  const color = verdicts.includes('fail') ? ink.fail : all;
  return { value: `${passed} of ${verdicts.length}`, color };
}

function figures({ runs, studies, frameworks, signoffs }: ReleaseReport): Tile[] {
  const controls = frameworks.flatMap((each) => each.controls);
  const done = controls.filter(({ status }) => settled.has(status)).length;
  const standing = signoffs.filter(({ voidedBecause }) => voidedBecause === null).length;
  const all = done === controls.length ? ink.pass : ink.doubt;
  return [
    {
      label: 'Evaluation runs',
      ...passing(runs.map(({ verdict }) => verdict)),
      note: 'passed their thresholds',
    },
    {
      label: 'Bias studies',
      ...passing(studies.map(({ verdict }) => verdict)),
      note: 'passed their thresholds',
    },
    {
      label: 'Controls',
      value: `${done} of ${controls.length}`,
      note: `settled, in ${plural(frameworks.length, 'framework')}`,
      color: controls.length === 0 ? ink.doubt : all,
    },
    {
      label: 'Sign-offs',
      value: String(standing),
      note: standing === signoffs.length ? 'standing' : `standing, ${signoffs.length - standing} voided`,
      color: standing > 0 ? ink.pass : ink.doubt,
    },
  ];
}

function identity(report: ReleaseReport): Fact[] {
  const { release, gate, assurance } = report;
  return [
    ['Organisation', report.organisation],
    ['System', report.system],
    ['Purpose', report.purpose],
    ['Owner', report.owner],
    ['Risk class', report.riskClass],
    ['Environment', gate.environment],
    ['Release digest', release.digest],
    ['Dossier digest', release.dossierDigest],
    ['Previous release', release.previousDigest ?? 'None: this is the first release'],
    ['Frozen', release.frozenAt && instantText(release.frozenAt)],
    ['Authors', release.authors.join(', ') || null],
    ['Assurance mode', assurance.mode === 'embedded' ? 'Embedded database, single node' : 'PostgreSQL'],
  ];
}

/** What should be there and is not, so that a gap is read and not overlooked. */
export function missingFrom(report: ReleaseReport): string[] {
  const gaps = identity(report)
    .filter(([, value]) => value === null || value === '')
    .map(([name]) => name);
  const none = (list: readonly unknown[], what: string) => (list.length === 0 ? [what] : []);
  return [
    ...gaps,
    ...none(report.parts, 'Manifest parts'),
    ...none(report.runs, 'Evaluation runs'),
    ...none(report.studies, 'Bias studies'),
    ...none(report.frameworks, 'Checklists'),
    ...none(report.signoffs, 'Sign-offs'),
    ...(report.gate.policyDigest === null ? ['Digest of the gate policy'] : []),
    ...(report.checkpoint === null ? ['Checkpoint of the log'] : []),
  ];
}

function summary(on: Surface, report: ReleaseReport, standing: Standing): void {
  const { gate, release } = report;
  const [word, color] = decisionWords[gate.decision];
  on.paragraph('RELEASE REPORT', { size: 8.5, bold: true, color: ink.quiet, after: 2 });
  on.heading('H1', `${report.system} ${release.version}`);
  const from = `${report.organisation}  ·  generated ${instantText(report.generatedAt)}`;
  on.paragraph(from, { size: 10, color: ink.quiet, after: 14 });
  const why =
    gate.reasons.map(({ message }) => message).join(' ') || 'Every requirement of the policy is met.';
  on.banner(`${word} for ${gate.environment}`, why, color);
  standingOn(on, standing);
  on.tiles(figures(report));
  on.facts('What this report is about', identity(report));
  const missing = missingFrom(report);
  if (missing.length === 0) return;
  on.heading('H3', 'Not recorded', 30);
  on.paragraph('These were asked for and are absent. Their absence is part of this report.', { size: 9 });
  on.bullets(missing, ink.doubt);
}

function parts(on: Surface, report: ReleaseReport): void {
  on.heading('H2', '1  What was released');
  if (report.parts.length === 0) return on.paragraph('The manifest names no parts.', { color: ink.doubt });
  on.table({
    summary: 'Parts of the manifest',
    rowHeaders: true,
    columns: [
      { title: 'Name', weight: 2.6 },
      { title: 'Kind', weight: 1.4 },
      { title: 'Version', weight: 1.6 },
      { title: 'Digest', weight: 4.4 },
    ],
    rows: report.parts.map(({ name, kind, version, digest }) => [
      name,
      kind,
      version ?? { text: '–', color: ink.quiet },
      orMissing(digest),
    ]),
  });
}

function signatures(on: Surface, { signoffs }: ReleaseReport): void {
  on.heading('H2', '5  Sign-offs', signoffs.length === 0 ? 40 : 250);
  if (signoffs.length === 0) return on.paragraph('Nobody has signed this release.', { color: ink.doubt });
  for (const each of signoffs) {
    on.heading('H3', `${each.printedName}: ${each.meaning}`, 215);
    on.facts(`Signature of ${each.printedName}`, [
      ['Printed name', each.printedName],
      ['Signed as', each.role.replaceAll('_', ' ')],
      ['Meaning', each.meaning],
      ['Date and time', instantText(each.signedAt)],
      ['Method', each.method],
      ['Statement digest', each.statementDigest],
      ['Dossier digest', each.dossierDigest],
      ['Reason', each.reason],
      ['Standing', each.voidedBecause === null ? 'Stands' : `Void: ${each.voidedBecause}`],
    ]);
  }
}

function gateSection(on: Surface, { gate }: ReleaseReport): void {
  const [word, color] = decisionWords[gate.decision];
  const met = (satisfied: boolean): readonly [string, Ink] =>
    satisfied ? ['Met', ink.pass] : ['Missing', ink.fail];
  on.heading('H2', '6  Gate');
  on.facts('The decision', [
    ['Decision', word],
    ['Environment', gate.environment],
    ['Decided', instantText(gate.decidedAt)],
    ['Valid until', gate.validUntil === null ? 'Not limited' : instantText(gate.validUntil)],
    ['Policy digest', gate.policyDigest],
  ]);
  on.table({
    summary: 'Requirements of the policy',
    columns: [
      { title: 'Requirement', weight: 4.6 },
      { title: 'State', weight: 1.2 },
      { title: 'Detail', weight: 4.2 },
    ],
    rows: gate.requirements.map(({ text, satisfied, detail }) => [
      text,
      worded(met(satisfied)),
      detail ?? '',
    ]),
  });
  if (gate.reasons.length > 0) {
    on.heading('H3', 'Reasons', 30);
    on.bullets(
      gate.reasons.map(({ code, message }) => `${code}: ${message}`),
      color,
    );
  }
}

function trail(on: Surface, { trail: { events, total } }: ReleaseReport): void {
  on.heading('H2', '7  Audit trail');
  on.paragraph(`${countText(events.length)} of ${plural(total, 'event')} of this release.`, {
    color: ink.quiet,
  });
  on.table({
    summary: 'Events of the audit trail',
    size: 8,
    columns: [
      { title: 'Index', weight: 0.9, align: 'right' },
      { title: 'Time', weight: 2.7 },
      { title: 'Event', weight: 2 },
      { title: 'Who', weight: 1.8 },
      { title: 'What', weight: 2.2 },
      { title: 'Reason', weight: 1.9 },
    ],
    rows: events.map((each) => [
      String(each.index),
      instantText(each.at),
      each.event,
      each.actor,
      each.subject,
      each.reason ?? '',
    ]),
  });
}

function proof(on: Surface, { checkpoint, assurance }: ReleaseReport): void {
  on.heading('H2', '8  How to verify this', 230);
  on.paragraph(
    'This document is a copy for people. The evidence is the bundle of this release: download it and run ' +
      '"countersign verify" without a network. Every event, proof, signature and document is checked against the ' +
      'checkpoint below. Compare its origin, size and root with a copy that you keep yourself.',
  );
  on.facts('Checkpoint of the log', [
    ['Origin', checkpoint?.origin ?? null],
    ['Size', checkpoint && plural(checkpoint.size, 'event')],
    ['Root', checkpoint?.root ?? null],
    ['Signed', checkpoint?.signedAt ? instantText(checkpoint.signedAt) : null],
  ]);
  on.bullets(assurance.notes, ink.doubt);
}

/** All sections of a release report, in the order in which an approver reads. */
export function writeRelease(on: Surface, report: ReleaseReport, standing: Standing): void {
  summary(on, report, standing);
  parts(on, report);
  evaluations(on, report.runs);
  bias(on, report.studies);
  checklists(on, report.frameworks);
  signatures(on, report);
  gateSection(on, report);
  trail(on, report);
  proof(on, report);
}
