import type { PreparedEvaluator } from '@/evaluators/contract';
import type { MeasureUnit, ReportControl, ReportGate, ReportMeasure, ReportStudy } from '../schema';

type Reason = {
  readonly code: string;
  readonly message: string;
  readonly name?: string;
  readonly role?: string;
};

interface RunMeasure {
  readonly name: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly threshold: { readonly min?: number; readonly max?: number } | null;
  readonly verdict: ReportMeasure['verdict'];
  readonly note: string | null;
}

/** How the values of a measure print: a rate is a share of cases, in whatever unit each case was measured. */
export const unitOf = ({ kind, unit }: Pick<PreparedEvaluator, 'kind' | 'unit'>): MeasureUnit =>
  kind === 'rate' ? 'share' : unit === 'USD' ? 'usd' : unit;

/** A measure of a run as the report prints it; of `min` and `max` the one that is set. */
export function runMeasure({ threshold, ...measure }: RunMeasure, unit: MeasureUnit): ReportMeasure {
  const { name, value, low, high, n, verdict, note } = measure;
  const bound =
    threshold?.min !== undefined
      ? { operator: '>=' as const, value: threshold.min }
      : threshold?.max !== undefined
        ? { operator: '<=' as const, value: threshold.max }
        : null;
  return { name, unit, value, low, high, level: 0.95, n, threshold: bound, verdict, note };
}

interface Statistic {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n?: number;
  readonly note?: string;
}
interface BiasAttribute {
  readonly name: string;
  readonly groups: readonly {
    readonly value: string;
    readonly n: number;
    readonly tooSmall: boolean;
    readonly selectionRate: Statistic;
  }[];
  readonly metrics: Readonly<Record<string, Statistic>>;
  readonly verdict: ReportStudy['verdict'];
  readonly reasons: readonly string[];
}
/** The part of a study's result that is printed. */
export interface BiasOutcome {
  readonly confidence: number;
  readonly positive: string;
  readonly smallestGroup: number;
  readonly attributes: readonly BiasAttribute[];
}

const unitOfMetric = (name: string): MeasureUnit =>
  name.endsWith('Ratio') || name === 'disparateImpact'
    ? 'ratio'
    : name.endsWith('Difference')
      ? 'difference'
      : 'score';
const spaced = (name: string) =>
  name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** One study of the report per protected attribute. */
export const studiesOf = (name: string, { attributes, ...outcome }: BiasOutcome, population: string | null) =>
  attributes.map((attribute): ReportStudy => {
    const rows = attribute.groups.reduce((sum, { n }) => sum + n, 0);
    return {
      name,
      attribute: attribute.name,
      population,
      favourable: outcome.positive,
      smallestGroup: outcome.smallestGroup,
      groups: attribute.groups.map(
        ({ value: group, n, tooSmall, selectionRate: { value: rate, low, high } }) => ({
          group,
          n,
          selected: rate === null ? 0 : Math.round(rate * n),
          rate,
          low,
          high,
          tooSmall,
        }),
      ),
      measures: Object.entries(attribute.metrics).map(([metric, { value, low, high, n, note }]) => ({
        name: spaced(metric),
        unit: unitOfMetric(metric),
        ...{ value, low, high, level: outcome.confidence, n: n ?? rows },
        ...{ threshold: null, verdict: null, note: note ?? null },
      })),
      verdict: attribute.verdict,
    };
  });

const words = { satisfied: 'met', waived: 'accepted', stale: 'expired', unsigned: 'open' } as const;

interface ControlFact {
  readonly id: string;
  readonly status: 'satisfied' | 'open' | 'failed' | 'stale' | 'unsigned' | 'waived' | 'not_applicable';
  readonly by: 'check' | 'hand' | null;
  readonly evidence: readonly string[];
  readonly stale_at_us: number | null;
}

/** A control as the gate judges it; satisfied with evidence that ended is expired. */
export function reportControl(
  fact: ControlFact,
  title: string,
  { decider, reason }: { readonly decider: string | null; readonly reason: string | null },
  nowUs: number,
): ReportControl {
  const { id, status, by, evidence, stale_at_us: stale } = fact;
  const isStale = stale !== null && stale <= nowUs;
  const shown =
    isStale && (status === 'satisfied' || status === 'waived')
      ? 'expired'
      : status === 'open' || status === 'failed' || status === 'not_applicable'
        ? status
        : words[status];
  const expiresAt = stale === null ? null : new Date(Math.floor(stale / 1000)).toISOString();
  return {
    id,
    title,
    status: shown,
    decidedBy: by === 'hand' ? 'person' : by,
    decider,
    reason,
    evidence: evidence.map((digest) => ({ name: digest.slice(0, 19), digest, expiresAt })),
  };
}

type Requirement = ReportGate['requirements'][number];

/** Each thing that the policy asks for, and what of the decision's reasons speaks against it. */
export function requirementsOf(
  policy: {
    readonly require: Readonly<Record<'suites' | 'studies' | 'frameworks', readonly string[]>>;
    readonly quorum: readonly { readonly role: string; readonly n: number }[];
  },
  reasons: readonly Reason[],
): Requirement[] {
  const judged = (text: string, against: (reason: Reason) => boolean): Requirement => {
    const found = reasons.filter(against).map(({ message }) => message);
    return { text, satisfied: found.length === 0, detail: found.join(' ') || null };
  };
  const { suites, studies, frameworks } = policy.require;
  return [
    ...suites.map((name) => judged(`Suite "${name}" passes`, (reason) => reason.name === name)),
    ...studies.map((name) => judged(`Bias study "${name}" passes`, (reason) => reason.name === name)),
    ...frameworks.map((name) => judged(`Checklist "${name}" is complete`, (reason) => reason.name === name)),
    ...policy.quorum.map(({ role, n }) =>
      judged(`${n} × ${role.replaceAll('_', ' ')} sign off`, (reason) => reason.role === role),
    ),
  ];
}
