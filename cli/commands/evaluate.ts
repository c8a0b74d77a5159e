import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { dropsOf } from '@/evaluators/baseline';
import { UnfitCase } from '@/evaluators/messages';
import { parameterRemarks, promptParameters } from '@/evaluators/prompt-parameters';
import { requestFor } from '@/evaluators/request-body';
import { prepareSuite, type RecordedOutput, type Suite } from '@/evaluators/suite';
import { worst } from '@/evaluators/stats/verdict';
import { type Summary, summarise } from '@/evaluators/summary';
import type { ModelAnswer } from '@/server/integrations/schema';
import { askAll, openModel, openSuiteScorer, openSuiteTarget, type OpenJudge } from '../evaluation/models';
import {
  type BaselineRun,
  comparedWith,
  comparisonLines,
  fileBaseline,
  readBaseline,
} from '../evaluation/baseline';
import { unreadable } from '../input/files';
import { aNumber } from '../input/options';
import {
  besideSuite,
  type Dataset,
  readDataset,
  readPrompt,
  readRecorded,
  readSuite,
} from '../evaluation/read';
import { type Answer, pooled, scored } from '../evaluation/score';
import { badData, type Cli, shown, table, usageError, verdictExit } from '../terminal';

interface EvaluateOptions {
  readonly outputs?: string;
  readonly out?: string;
  readonly baseline?: string;
  readonly margin?: number;
  readonly newFailures?: boolean;
  readonly json?: boolean;
}

/** `evaluate SUITE.yaml`: runs a suite against its target, or over recorded outputs. */
export function evaluate(program: Command, cli: Cli): void {
  program
    .command('evaluate <suite>')
    .summary('runs a suite against its target or over recorded outputs')
    .description(
      'Runs a suite and judges its thresholds by interval: exit 0 pass, 1 fail, 3 not enough evidence. Keys of the ' +
        'target and the judge come from COUNTERSIGN_TARGET_KEY and COUNTERSIGN_JUDGE_KEY.',
    )
    .option('--outputs <file>', 'recorded outputs (JSON Lines) instead of calls to the target')
    .option('--out <file>', 'also write the run with every outcome to this file')
    .option(
      '--baseline <file>',
      'an earlier run, written with --out: for maxDrop; without any, the worse verdict of both counts',
    )
    .option(
      '--margin <share>',
      'with --baseline: the loss that is accepted, as a share of a range (0.05)',
      aNumber,
    )
    .option('--no-new-failures', 'with --baseline: a case that fails and did not before is a fail')
    .option('--json', 'one JSON document')
    .action(async (path: string, options: EvaluateOptions) => {
      const baseline = await baselineOf(options, cli);
      const suite = await readSuite(path, cli.terminal);
      const dataset = await readDataset(besideSuite(path, suite.dataset), cli.terminal);
      const answers = options.outputs
        ? recorded(await readRecorded(options.outputs, cli.terminal))
        : await live(suite, path, dataset, cli);
      const results = await scoreAll(suite, dataset, answers, cli);
      const summary = summarise(
        suite,
        dataset.digest,
        dataset.cases.map(({ id }) => id),
        results,
        options.outputs ? null : suite.target?.model,
        fileBaseline(baseline, suite, dataset, results),
      );
      if (options.out !== undefined) await written(options.out, { ...summary, results });
      if (!baseline) {
        cli.print(options.json, summary, () => lines(summary));
        return cli.exit(verdictExit[summary.verdict]);
      }
      const { margin, newFailures } = options;
      const asked = { margin, noNewFailures: newFailures === false };
      const comparison = comparedWith(baseline, suite, dataset, results, asked);
      const all = () => [...lines(summary), ...comparisonLines(comparison)];
      cli.print(options.json, { ...summary, comparison }, all);
      cli.exit(verdictExit[togetherOf(summary, suite, options, comparison.verdict)]);
    });
}

/** A suite without a threshold decides nothing by itself: then the comparison alone does. One with maxDrop has judged the
 *  baseline already, unless an option asks for more. */
function togetherOf(
  { verdict }: Summary,
  suite: Suite,
  { margin, newFailures }: EvaluateOptions,
  compared: Summary['verdict'],
): Summary['verdict'] {
  const isJudged = dropsOf(suite).size > 0 && margin === undefined && newFailures !== false;
  if (isJudged) return verdict;
  return suite.thresholds.length === 0 ? compared : worst([verdict, compared]);
}

async function baselineOf(options: EvaluateOptions, { terminal }: Cli): Promise<BaselineRun | null> {
  const { baseline, margin, newFailures } = options;
  if (baseline !== undefined) {
    if (margin !== undefined && !(margin >= 0 && margin <= 1))
      throw usageError('--margin must lie between 0 and 1');
    return readBaseline(baseline, terminal);
  }
  if (margin !== undefined || newFailures === false)
    throw usageError('--margin and --no-new-failures need --baseline');
  return null;
}

async function written(path: string, run: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(run, null, 2)}\n`).catch((error: unknown) => {
    throw unreadable(error, path);
  });
}

/** The n-th recorded line of an id is its n-th repeat. */
function recorded(outputs: readonly RecordedOutput[]): Answer[] {
  const seen = new Map<string, number>();
  return outputs.map(({ id, output, provider = null, model = null, usage = null, ...told }) => {
    const { latencyMs = null, firstTokenMs, costUsd = null } = told;
    const repeat = seen.get(id) ?? 0;
    seen.set(id, repeat + 1);
    return {
      ...{ caseId: id, repeat, output, error: null, provider, model, usage },
      ...{ latencyMs, firstTokenMs, costUsd },
    };
  });
}

async function live(suite: Suite, path: string, { cases }: Dataset, cli: Cli): Promise<Answer[]> {
  const { target } = suite;
  if (!target) throw usageError(`${path} names no target; give recorded outputs with --outputs`);
  const promptFile = suite.prompt === undefined ? null : besideSuite(path, suite.prompt);
  const prompt = await readPrompt(promptFile, cli.terminal);
  const template = prompt?.template ?? null;
  const { settings, more, parameters } = promptParameters(prompt?.parameters ?? {}, { ...target });
  const asked = { ...settings, ...target, ...(Object.keys(more).length > 0 && { more }) };
  for (const remark of parameterRemarks(parameters)) cli.terminal.log(`${remark}\n`);
  for (const one of cases) checkFits(target, template, one);
  const items = cases.flatMap((one) =>
    Array.from({ length: suite.repeats }, (_, repeat) => ({ one, caseId: one.id, repeat })),
  );
  const model = openSuiteTarget(asked, 'COUNTERSIGN_TARGET_KEY', cli.terminal);
  const answers: Answer[] = [];
  try {
    const call = ({ one }: (typeof items)[number], signal: AbortSignal) => model.ask(one, template, signal);
    await askAll(call, items, suite.concurrency, ({ caseId, repeat }, answer, error) => {
      answers.push({ caseId, repeat, error, ...factsOf(answer) });
    });
  } finally {
    model.close();
  }
  return answers;
}

const factsOf = (answer: ModelAnswer | null) => ({
  output: answer?.output ?? null,
  provider: null,
  model: answer?.model ?? null,
  usage: answer?.usage ? { ...answer.usage } : null,
  latencyMs: answer?.latencyMs ?? null,
  firstTokenMs: answer?.firstTokenMs ?? null,
});

function checkFits(...[target, template, one]: Parameters<typeof requestFor>): void {
  try {
    requestFor(target, template, one);
  } catch (error) {
    if (error instanceof UnfitCase) throw badData(`case ${Reflect.get(one, 'id')}: ${error.message}`);
    throw error;
  }
}

async function scoreAll(suite: Suite, { cases }: Dataset, answers: readonly Answer[], cli: Cli) {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const measures = prepareSuite(suite);
  const judges = new Map<string, OpenJudge>();
  for (const { name, judge, scorer } of measures) {
    if (scorer) judges.set(name, openSuiteScorer(scorer, cli.terminal));
    else if (judge) judges.set(name, openModel(judge, 'COUNTERSIGN_JUDGE_KEY', cli.terminal));
  }
  const now = cli.terminal.now();
  try {
    return await pooled(answers, 4, (answer) =>
      scored(answer, byId.get(answer.caseId), measures, judges, now),
    );
  } finally {
    for (const judge of judges.values()) judge.close();
  }
}

/** Answers and judges apart, when judges were asked. */
function costWords({ cost, judges }: Summary): string {
  const answers = cost === null ? '' : `; $${cost}`;
  if (!judges) return answers;
  const unpriced =
    judges.unpriced === 0 ? '' : `, ${judges.unpriced} of ${judges.calls} calls without a price`;
  return `${answers}; judges ${judges.cost === null ? 'without a price' : `$${judges.cost}${unpriced}`}`;
}

const lines = (summary: Summary): string[] => {
  const { suite, datasetDigest, cases, measures, verdict, reasons } = summary;
  return [
    `${suite}: ${verdict.replaceAll('_', ' ')}`,
    `${cases.scored} of ${cases.total} cases scored; dataset ${datasetDigest}${costWords(summary)}`,
    '',
    ...table([
      ['measure', 'value', 'low', 'high', 'n', 'threshold', 'verdict'],
      ...measures.map(({ name, value, low, high, n, threshold, verdict: one }) => [
        name,
        shown(value),
        shown(low),
        shown(high),
        String(n),
        threshold
          ? Object.entries(threshold)
              .map(([side, limit]) => `${side} ${limit}`)
              .join(', ')
          : '-',
        one?.replaceAll('_', ' ') ?? '-',
      ]),
    ]),
    ...(reasons.length === 0 ? [] : ['', ...reasons]),
  ];
};
