import { dropsOf } from './baseline';
import type { CaseResult } from './case-result';
import { type Comparison, compareRuns, type ComparedRun } from './comparison';
import { comparedMeasures } from './comparison-measures';
import type { CaseFacts } from './comparison-pairs';
import { RunTally } from './comparison-tally';
import type { Suite } from './suite';

export interface TalliedRun {
  readonly suite: Suite;
  readonly datasetDigest: string;
}

/** A run and its baseline, tallied while their results come: only the measures with `maxDrop`, over the run's cases. */
export class BaselineTally {
  private readonly sides: Record<'candidate' | 'baseline', ComparedRun>;

  constructor(
    private readonly candidate: TalliedRun,
    baseline: TalliedRun,
    private readonly cases: readonly CaseFacts[],
  ) {
    const drops = dropsOf(candidate.suite);
    const places = new Map(cases.map(({ id }, at) => [id, at]));
    const side = ({ suite, datasetDigest }: TalliedRun): ComparedRun => {
      const measures = comparedMeasures(suite).filter(({ name }) => drops.has(name));
      const names = measures.map(({ name }) => name);
      return { datasetDigest, measures, tally: new RunTally(names, suite.repeats, places) };
    };
    this.sides = { candidate: side(candidate), baseline: side(baseline) };
  }

  add(side: 'candidate' | 'baseline', results: readonly CaseResult[]): void {
    for (const one of results) this.sides[side].tally.add(one);
  }

  compared(): Comparison {
    const { suite } = this.candidate;
    const { candidate, baseline } = this.sides;
    const noNewFailures = suite.baseline?.noNewFailures ?? false;
    const options = { drops: dropsOf(suite), noNewFailures, seed: suite.seed };
    return compareRuns(candidate, baseline, this.cases, options);
  }
}
