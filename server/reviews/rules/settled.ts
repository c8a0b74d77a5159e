/** Labels of one case by person, and what was decided about it. */
export interface CaseLabels {
  readonly ordinal: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly decision: string | null;
}

export const isComplete = ({ labels }: Pick<CaseLabels, 'labels'>, overlap: number): boolean =>
  labels.size >= overlap;

/** People differ, and nobody labels the case any more. */
export const isDisputed = (one: Pick<CaseLabels, 'labels'>, overlap: number): boolean =>
  isComplete(one, overlap) && new Set(one.labels.values()).size > 1;

/** The label that counts in the end; null while people are at it, or differ. */
export function settledLabel(one: CaseLabels, overlap: number): string | null {
  if (!isComplete(one, overlap)) return null;
  const [label = null, ...others] = new Set(one.labels.values());
  return others.length === 0 ? label : one.decision;
}

interface Row {
  readonly ordinal: number;
  readonly personId: string;
  readonly label: string;
}

/** One entry per case of the queue, in its order. */
export function byCase(
  ordinals: readonly number[],
  labels: readonly Row[],
  decisions: readonly Pick<Row, 'ordinal' | 'label'>[],
): CaseLabels[] {
  const given = new Map<number, Map<string, string>>(ordinals.map((ordinal) => [ordinal, new Map()]));
  for (const { ordinal, personId, label } of labels) given.get(ordinal)?.set(personId, label);
  const decided = new Map(decisions.map(({ ordinal, label }) => [ordinal, label]));
  return [...given].map(([ordinal, one]) => ({
    ordinal,
    labels: one,
    decision: decided.get(ordinal) ?? null,
  }));
}
