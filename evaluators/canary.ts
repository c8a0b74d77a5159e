import { kolmogorovSmirnov } from './stats/kolmogorov-smirnov';
import { benjaminiHochberg, mcnemarExact } from './stats/tests';
import { median, wilcoxon } from './stats/wilcoxon';
import { isRefusal } from './text/refusal';

/** One answer of a run to one repeat of one fixed prompt. */
export interface CanaryAnswer {
  /** Case and repeat. */
  readonly key: string;
  readonly output: string | null;
  /** The model that answered, as it says itself. */
  readonly model: string | null;
  readonly scores: Readonly<Record<string, number>>;
}

export interface CanaryTest {
  readonly what: string;
  readonly test: 'mcnemar' | 'kolmogorov-smirnov' | 'wilcoxon';
  readonly n: number;
  /** Share (answers), median (length) or mean (measures) in the reference and now. */
  readonly before: number;
  readonly now: number;
  readonly pValue: number;
  /** Benjamini and Hochberg over the tests of this check. */
  readonly adjusted: number;
}

export interface CanaryCheck {
  readonly verdict: 'same' | 'changed' | 'not_enough_evidence';
  /** Answers that all three runs have. */
  readonly compared: number;
  readonly tests: readonly CanaryTest[];
  readonly models: { readonly before: readonly string[]; readonly now: readonly string[] };
  readonly reasons: readonly string[];
}

/** With fewer answers only a renamed model raises the alarm. */
export const fewestAnswers = 20;
/** One false alarm in a hundred checks at most, as far as the tests are independent or rise together. */
export const alarmLevel = 0.01;

/**
 * Whether a hosted model still answers fixed prompts as it did. `noise` is a second run made when nothing had changed:
 * how often the model repeats itself. Shares are compared by exact McNemar, lengths by Kolmogorov and Smirnov, measures by
 * Wilcoxon, all adjusted after Benjamini and Hochberg. A model that calls itself by a name it did not use is an alarm.
 */
export function canaryCheck(
  reference: readonly CanaryAnswer[],
  noise: readonly CanaryAnswer[],
  current: readonly CanaryAnswer[],
): CanaryCheck {
  const models = { before: modelsOf([...reference, ...noise]), now: modelsOf(current) };
  const renamed =
    models.before.length === 0 ? [] : models.now.filter((name) => !models.before.includes(name));
  const triples = triplesOf(reference, noise, current);
  const tests = triples.length < fewestAnswers ? [] : adjusted(testsOf(triples));
  const reasons = [
    ...renamed.map((name) => `The model calls itself ${name}; before: ${models.before.join(', ')}`),
    ...tests.filter(({ adjusted: p }) => p < alarmLevel).map(alarmOf),
  ];
  const verdict = reasons.length > 0 ? 'changed' : tests.length === 0 ? 'not_enough_evidence' : 'same';
  const few = `${triples.length} answers can be compared; at least ${fewestAnswers} are needed`;
  return {
    verdict,
    compared: triples.length,
    tests,
    models,
    reasons: verdict === 'not_enough_evidence' ? [few] : reasons,
  };
}

/** The share of answers that two runs have word for word the same; null when they share none. */
export function sameShare(a: readonly CanaryAnswer[], b: readonly CanaryAnswer[]): number | null {
  const outputs = new Map(answered(b).map(({ key, output }) => [key, output]));
  const both = answered(a).filter(({ key }) => outputs.has(key));
  if (both.length === 0) return null;
  return both.filter(({ key, output }) => outputs.get(key) === output).length / both.length;
}

type Answered = CanaryAnswer & { readonly output: string };
interface Triple {
  readonly reference: Answered;
  readonly noise: Answered;
  readonly current: Answered;
}
type Untested = Omit<CanaryTest, 'adjusted'>;

const answered = (answers: readonly CanaryAnswer[]) =>
  answers.filter((answer): answer is Answered => answer.output !== null);

const modelsOf = (answers: readonly CanaryAnswer[]): string[] =>
  [...new Set(answers.flatMap(({ model }) => model ?? []))].sort();

function triplesOf(...runs: readonly [...(readonly CanaryAnswer[])[]]): Triple[] {
  const [, second, third] = runs.map((run) => new Map(answered(run).map((answer) => [answer.key, answer])));
  return answered(runs[0] ?? []).flatMap((reference) => {
    const [noise, current] = [second?.get(reference.key), third?.get(reference.key)];
    return noise && current ? [{ reference, noise, current }] : [];
  });
}

function testsOf(triples: readonly Triple[]): Untested[] {
  const same = (triple: Triple, side: 'noise' | 'current') => triple.reference.output === triple[side].output;
  return [
    shares('answers word for word as in the reference', triples, (triple) => [
      same(triple, 'noise'),
      same(triple, 'current'),
    ]),
    shares('answers that refuse', triples, ({ reference, current }) => [
      isRefusal(reference.output),
      isRefusal(current.output),
    ]),
    ...lengths(triples),
    ...measures(triples),
  ];
}

function shares(
  what: string,
  triples: readonly Triple[],
  sides: (one: Triple) => [boolean, boolean],
): Untested {
  const pairs = triples.map(sides);
  const count = (holds: (pair: [boolean, boolean]) => boolean) => pairs.filter(holds).length;
  const lost = count(([before, now]) => before && !now);
  const gained = count(([before, now]) => !before && now);
  const n = pairs.length;
  return {
    ...{ what, test: 'mcnemar', n, pValue: mcnemarExact(lost, gained) },
    before: count(([before]) => before) / n,
    now: count(([, now]) => now) / n,
  };
}

function lengths(triples: readonly Triple[]): Untested[] {
  const before = triples.map(({ reference }) => reference.output.length);
  const now = triples.map(({ current }) => current.output.length);
  const found = kolmogorovSmirnov(before, now);
  if (!found) return [];
  const facts = { what: 'length of the answers in characters', test: 'kolmogorov-smirnov' } as const;
  return [
    { ...facts, n: now.length, before: median(before) ?? 0, now: median(now) ?? 0, pValue: found.pValue },
  ];
}

function measures(triples: readonly Triple[]): Untested[] {
  const names = new Set(triples.flatMap(({ reference }) => Object.keys(reference.scores)));
  return [...names].sort().flatMap((what): Untested[] => {
    const pairs = triples.flatMap(({ reference, current }) => {
      const [before, now] = [reference.scores[what], current.scores[what]];
      return before === undefined || now === undefined ? [] : [{ before, now }];
    });
    if (pairs.length < fewestAnswers) return [];
    const { pValue } = wilcoxon(pairs.map(({ before, now }) => now - before));
    const mean = (side: 'before' | 'now') => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
    return [
      {
        what,
        test: 'wilcoxon',
        n: pairs.length,
        before: mean('before'),
        now: mean('now'),
        pValue: pValue ?? 1,
      },
    ];
  });
}

function adjusted(tests: readonly Untested[]): CanaryTest[] {
  const values = benjaminiHochberg(tests.map(({ pValue }) => pValue));
  return tests.map((test, index) => ({ ...test, adjusted: values[index] ?? 1 }));
}

const alarmOf = ({ what, before, now, adjusted: p }: CanaryTest): string =>
  `${what}: ${shown(before)} before, ${shown(now)} now (adjusted p ${p < 0.0001 ? '< 0.0001' : `= ${shown(p)}`})`;
const shown = (value: number) => String(Number(value.toPrecision(3)));
