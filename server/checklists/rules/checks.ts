import type { CheckUse } from '@/policies/frameworks/contract';
import { needsConnector, unproven, type CheckData, type Run } from './check-data';
import { accuracy, bias, measured, robustness } from './eval-checks';
import type { CheckResult } from './evidence';
import { partChecks } from './part-checks';
import { incidentClocks, portalChecks } from './portal-checks';
import { recordChecks } from './record-checks';
import { settingChecks } from './setting-checks';

export type { CheckData } from './check-data';

const measures = [
  'eval.pii-leak',
  'eval.phi-leak',
  'eval.prompt-injection',
  'eval.harmful-content',
  'eval.ncii-csam',
  'eval.confabulation',
  'eval.manipulation',
  'eval.child-safety',
  'eval.ip-regurgitation',
];

/** A failing part of it is seen here; the rest is measured outside, so that it never passes. */
const refutedOnly =
  (run: Run, connector: string): Run =>
  (data, params) => {
    const seen = run(data, params);
    return seen.verdict === 'fail' ? seen : needsConnector(connector, { inputs: seen.inputs });
  };

const contacts = 'incident runbook with the contacts of the regulators';
const connectors: Readonly<Record<string, string>> = {
  'scan.dependencies': 'software bill of materials with vulnerability scanner',
  'portal.min-fields': 'trace sample (OpenTelemetry)',
};
const lacking = (connector: string): Run => {
  const result = needsConnector(connector);
  return () => result;
};

const training = recordChecks['portal.training-current'] ?? (() => unproven('training is not read'));

/** Every check of the packs; what the product holds decides, or the connector that it needs is named. */
const runs: Readonly<Record<string, Run>> = {
  ...Object.fromEntries(measures.map((id) => [id, measured(id)])),
  'eval.accuracy': accuracy,
  'eval.bias': bias,
  'eval.robustness': robustness,
  'eval.memorization': refutedOnly(measured('eval.memorization'), 'membership-inference attack tool'),
  'portal.incident-clock': refutedOnly(incidentClocks, contacts),
  ...partChecks,
  ...recordChecks,
  ...settingChecks,
  ...portalChecks(training),
  ...Object.fromEntries(Object.entries(connectors).map(([id, connector]) => [id, lacking(connector)])),
};

/** Those that look at the checklist itself; `checklistOf` answers them. */
export const checklistChecks: readonly string[] = ['portal.evidence-fresh', 'portal.review-not-overdue'];

const noChecklist = unproven('it is judged together with the whole checklist');
const notKnown = needsConnector('a newer version of this product, which knows this check');

/** The result of one use of a check. */
export function checkResult({ check, params }: CheckUse, data: CheckData): CheckResult {
  if (checklistChecks.includes(check)) return noChecklist;
  return Object.hasOwn(runs, check) ? (runs[check]?.(data, params) ?? notKnown) : notKnown;
}

/** Where a check takes its data from. */
export type CheckSource =
  'run' | 'study' | 'release' | 'form' | 'portal' | 'checklist' | 'connector' | 'partly_connector';

/** What a check of the packs reads; `connector` names what is missing, null when nothing is. */
export function sourceOf(check: string): { source: CheckSource; connector: string | null } | undefined {
  const connector = connectors[check] ?? partly[check] ?? null;
  if (connectors[check]) return { source: 'connector', connector };
  if (partly[check]) return { source: 'partly_connector', connector };
  if (checklistChecks.includes(check)) return { source: 'checklist', connector };
  if (!Object.hasOwn(runs, check)) return undefined;
  if (check === 'eval.bias') return { source: 'study', connector };
  if (check.startsWith('eval.')) return { source: 'run', connector };
  if (Object.hasOwn(partChecks, check)) return { source: 'release', connector };
  const isForm = Object.hasOwn(recordChecks, check) || Object.hasOwn(settingChecks, check);
  return { source: isForm ? 'form' : 'portal', connector };
}

const partly: Readonly<Record<string, string>> = {
  'eval.memorization': 'membership-inference attack tool',
  'scan.dataset-deid': 'de-identification scanner for names, places and dates, with k-anonymity',
  'portal.incident-clock': contacts,
};
