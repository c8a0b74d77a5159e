import type { RunTally, TallyState } from './comparison-tally';

/** What a comparison needs to know of a case of the dataset. */
export interface CaseFacts {
  readonly id: string;
  /** the document, template or customer it comes from; cases that share one count together */
  readonly cluster: string | null;
  /** fails the comparison when the candidate fails it, whatever the margin */
  readonly mustPass: boolean;
}

export interface PairedCases {
  readonly total: number;
  /** with a value for every measure in both runs */
  readonly paired: number;
  readonly missing: { readonly candidate: number; readonly baseline: number };
  readonly duplicate: { readonly candidate: number; readonly baseline: number };
  readonly errored: { readonly candidate: number; readonly baseline: number };
  /** answered and free of errors in both runs, but not judged by every measure */
  readonly inconclusive: number;
}

/** The facts of a case from its metadata: `cluster` (or `source`) and `mustPass`. */
export function caseFacts(id: string, metadata: Readonly<Record<string, unknown>> = {}): CaseFacts {
  const { cluster = metadata['source'], mustPass } = metadata;
  return { id, cluster: typeof cluster === 'string' ? cluster : null, mustPass: mustPass === true };
}

type Side = 'candidate' | 'baseline';

/** How the cases pair, and in words what forbids a pass. */
export function pairedCases(
  cases: readonly CaseFacts[],
  runs: Readonly<Record<Side, RunTally>>,
): { readonly counts: PairedCases; readonly blocking: readonly string[] } {
  const found = {
    candidate: statesOf(cases, runs.candidate),
    baseline: statesOf(cases, runs.baseline),
  };
  const count = (side: Side, state: TallyState) => found[side].filter((one) => one === state).length;
  const both = (state: TallyState) => ({
    candidate: count('candidate', state),
    baseline: count('baseline', state),
  });
  const complete = cases.flatMap((_, i) =>
    found.candidate[i] === 'complete' && found.baseline[i] === 'complete' ? [i] : [],
  );
  const judged = complete.filter((i) => hasAll(runs.candidate, i) && hasAll(runs.baseline, i)).length;
  const counts = {
    total: cases.length,
    paired: judged,
    missing: both('missing'),
    duplicate: both('duplicate'),
    errored: both('errored'),
    inconclusive: complete.length - judged,
  };
  return { counts, blocking: [...blocks(counts), ...strangers(runs)] };
}

const statesOf = (cases: readonly CaseFacts[], run: RunTally): TallyState[] =>
  cases.map((_, i) => run.stateAt(i));

const hasAll = (run: RunTally, at: number): boolean => run.names.every((_, m) => run.valueAt(at, m) !== null);

const cases = (count: number) => `${count} ${count === 1 ? 'case' : 'cases'}`;

function blocks({ total, missing, duplicate, errored, inconclusive }: PairedCases): string[] {
  const words = {
    missing: 'without a result',
    duplicate: 'with more than one result',
    errored: 'with an error',
  };
  const bySide = Object.entries({ missing, duplicate, errored }).flatMap(([state, sides]) =>
    (['candidate', 'baseline'] as const).flatMap((side) =>
      sides[side] === 0 ? [] : [`${cases(sides[side])} ${words[state as keyof typeof words]} in the ${side}`],
    ),
  );
  return [
    ...(total === 0 ? ['the dataset has no cases'] : []),
    ...bySide,
    ...(inconclusive === 0 ? [] : [`${cases(inconclusive)} that could not be judged in both runs`]),
  ];
}

const strangers = (runs: Readonly<Record<Side, RunTally>>): string[] =>
  (['candidate', 'baseline'] as const).flatMap((side) => {
    const ids = runs[side].strangers;
    return ids.length === 0
      ? []
      : [`${cases(ids.length)} of the ${side} not in the candidate's dataset: ${ids.slice(0, 5).join(', ')}`];
  });
