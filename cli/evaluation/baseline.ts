import { z } from 'zod';
import { type BaselineAnswer, dropsOf } from '@/evaluators/baseline';
import { type Comparison, compareRuns } from '@/evaluators/comparison';
import { type CaseChange, regressedCases } from '@/evaluators/comparison-cases';
import { comparedMeasures } from '@/evaluators/comparison-measures';
import { caseFacts } from '@/evaluators/comparison-pairs';
import { RunTally } from '@/evaluators/comparison-tally';
import type { Suite, SuiteCase } from '@/evaluators/suite';
import type { CaseResult } from '@/evaluators/summary';
import { parseStrictJson } from '@/server/kernel/canonical';
import { reading, textOf } from '../input/files';
import { shown, table, type Terminal } from '../terminal';

const largestFile = 512_000_000;

const Outcome = z.union([
  z.object({ state: z.literal('scored'), value: z.number(), pass: z.boolean().optional() }),
  z.object({ state: z.enum(['inconclusive', 'errored']), reason: z.string() }),
]);
/** What a comparison takes of a file that `evaluate --out` wrote. */
const BaselineRun = z.object({
  suite: z.string(),
  datasetDigest: z.string(),
  measures: z.array(z.object({ name: z.string(), evaluator: z.string(), version: z.int() })),
  results: z.array(
    z.object({
      caseId: z.string(),
      repeat: z.int().min(0).max(19),
      error: z.string().nullable(),
      outcomes: z.record(z.string(), Outcome),
    }),
  ),
});
export type BaselineRun = z.infer<typeof BaselineRun>;

export const readBaseline = (path: string, terminal: Terminal): Promise<BaselineRun> =>
  reading(path, async () => {
    const text = await textOf(path, terminal, largestFile);
    return BaselineRun.parse(parseStrictJson(text, { maxBytes: largestFile, maxDepth: 32 }));
  });

export interface ComparedWithBaseline extends Comparison {
  readonly regressed: { readonly count: number; readonly listed: readonly CaseChange[] };
}

export interface BaselineOptions {
  readonly margin?: number;
  readonly noNewFailures?: boolean;
  /** accepted losses in the units of their measures: then nothing else is compared */
  readonly drops?: ReadonlyMap<string, number>;
}

/** The run just made against an earlier one, over the cases of the suite's dataset. */
export function comparedWith(
  baseline: BaselineRun,
  suite: Suite,
  dataset: { readonly digest: string; readonly cases: readonly SuiteCase[] },
  results: readonly CaseResult[],
  options: BaselineOptions,
): ComparedWithBaseline {
  const cases = dataset.cases.map(({ id, metadata }) => caseFacts(id, metadata));
  const places = new Map(cases.map(({ id }, i) => [id, i]));
  const { drops } = options;
  const wanted = ({ name }: { readonly name: string }) => !drops || drops.has(name);
  const measures = comparedMeasures(suite).filter(wanted);
  const tallied = (
    names: readonly string[],
    repeats: number,
    all: readonly CaseResult[] | BaselineRun['results'],
  ) => {
    const tally = new RunTally(names, repeats, places);
    for (const one of all) tally.add(one);
    return tally;
  };
  const earlier = [...new Map(baseline.measures.map((one) => [one.name, one])).values()].filter(wanted);
  const repeats = baseline.results.reduce((most, { repeat }) => Math.max(most, repeat + 1), 1);
  const candidate = {
    datasetDigest: dataset.digest,
    measures,
    tally: tallied(
      measures.map(({ name }) => name),
      suite.repeats,
      results,
    ),
  };
  const before = {
    datasetDigest: baseline.datasetDigest,
    measures: earlier.map((one) => ({ ...unknown, ...one })),
    tally: tallied(
      earlier.map(({ name }) => name),
      repeats,
      baseline.results,
    ),
  };
  const compared = compareRuns(candidate, before, cases, { ...options, seed: suite.seed });
  return { ...compared, regressed: regressedCases(candidate, before, cases) };
}

/** What a suite's own thresholds with `maxDrop` are held against on the command line: the file, when one is given. */
export function fileBaseline(
  baseline: BaselineRun | null,
  suite: Suite,
  dataset: Parameters<typeof comparedWith>[2],
  results: readonly CaseResult[],
): BaselineAnswer | null {
  const drops = dropsOf(suite);
  if (drops.size === 0) return null;
  const { firstRelease, noNewFailures } = suite.baseline ?? {};
  if (!baseline) return { kind: 'none', reason: 'give one with --baseline', skips: firstRelease === 'skip' };
  const comparison = comparedWith(baseline, suite, dataset, results, { drops, noNewFailures });
  return { kind: 'compared', name: 'the baseline file', digest: null, comparison };
}

/** A file says of a measure what it was, not how it is judged: that comes from the suite. */
const unknown = { direction: 'higher', range: null, unit: 'score', definition: null, decides: true } as const;

/** The comparison for people. */
export const comparisonLines = ({
  cases,
  measures,
  verdict,
  reasons,
  margin,
  regressed,
}: ComparedWithBaseline) => [
  '',
  `compared with the baseline: ${verdict.replaceAll('_', ' ')} (margin ${shown(margin)} of each range)`,
  `${cases.paired} of ${cases.total} cases paired, ${regressed.count} got worse`,
  '',
  ...table([
    ['measure', 'baseline', 'candidate', 'difference', 'low', 'high', 'p (Holm)', 'smallest found', 'change'],
    ...measures.map((one) => [
      one.name,
      ...[one.baseline, one.candidate, one.difference, one.low, one.high, one.holmP, one.smallestFound].map(
        shown,
      ),
      one.change.replaceAll('_', ' '),
    ]),
  ]),
  ...regressed.listed.slice(0, 20).map(({ caseId, measures: changed }) => {
    const words = changed.map(
      ({ name, baseline, candidate }) => `${name} ${shown(baseline)} -> ${shown(candidate)}`,
    );
    return `worse: ${caseId}: ${words.join(', ')}`;
  }),
  ...(regressed.count > 20 ? [`and ${regressed.count - 20} more (--json lists them)`] : []),
  '',
  ...reasons,
];
