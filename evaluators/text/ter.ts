import { z } from 'zod';
import { errored, evaluator, type Item, type Outcome, type Sample } from '../contract';
import { type Edit, beamDistance } from './beam-distance';
import { perCaseOrCorpus, summed } from './bleu';
import { noReference, referenceParams, referencesOf } from './references';

const longestShift = 10;
const farthestShift = 50;
const mostCandidates = 1000;
const mostWords = 2000;

interface Alignment {
  /** answer's position of each reference position */
  readonly at: ReadonlyMap<number, number>;
  readonly referenceErrors: readonly boolean[];
  readonly answerErrors: readonly boolean[];
}

/** Reads a trace as a rewriting of the reference into the answer. */
function alignmentOf(trace: readonly Edit[]): Alignment {
  const at = new Map<number, number>();
  const referenceErrors: boolean[] = [];
  const answerErrors: boolean[] = [];
  for (const edit of trace) {
    if (edit !== 'i') answerErrors.push(edit !== ' ');
    if (edit === 'd') continue;
    referenceErrors.push(edit !== ' ');
    at.set(referenceErrors.length - 1, answerErrors.length - 1);
  }
  return { at, referenceErrors, answerErrors };
}

/** Runs of words that stand in both texts: start in the answer, start in the reference, length. */
function* sharedRuns(answer: readonly string[], reference: readonly string[]) {
  for (let a = 0; a < answer.length; a++)
    for (let r = Math.max(0, a - farthestShift); r < reference.length && r - a <= farthestShift; r++)
      for (let length = 1; length <= longestShift; length++) {
        if (a + length > answer.length || r + length > reference.length) break;
        if (answer[a + length - 1] !== reference[r + length - 1]) break;
        yield [a, r, length] as const;
      }
}

function moved(words: readonly string[], start: number, length: number, target: number): string[] {
  const run = words.slice(start, start + length);
  const rest = [...words.slice(0, start), ...words.slice(start + length)];
  const to = target > start + length ? target - length : target;
  return [...rest.slice(0, to), ...run, ...rest.slice(to)];
}

interface Shift {
  readonly rank: readonly [number, number, number, number];
  readonly words: readonly string[];
}

const better = (a: Shift['rank'], b: Shift['rank']): boolean => {
  const differs = a.findIndex((one, index) => one !== b[index]);
  return differs >= 0 && (a[differs] ?? 0) > (b[differs] ?? 0);
};

/** Places before which a run may be put, so that it lines up with where it stands in the reference. */
function* targetsOf(at: Alignment['at'], start: number, length: number) {
  let previous = -1;
  for (let offset = -1; offset < length; offset++) {
    const place = start + offset === -1 ? -1 : at.get(start + offset);
    if (place === undefined) return;
    if (place + 1 !== previous) yield place + 1;
    previous = place + 1;
  }
}

/** The shift of a run of words that saves most edits, and how many candidates were tried. */
function bestShift(words: readonly string[], reference: readonly string[]): [Shift | null, number] {
  const before = beamDistance(words, reference);
  const { at, referenceErrors, answerErrors } = alignmentOf(before.trace);
  let best: Shift | null = null;
  let tried = 0;
  for (const [start, place, length] of sharedRuns(words, reference)) {
    if (!answerErrors.slice(start, start + length).includes(true)) continue;
    if (!referenceErrors.slice(place, place + length).includes(true)) continue;
    const now = at.get(place) ?? 0;
    if (start <= now && now < start + length) continue;
    for (const target of targetsOf(at, place, length)) {
      const shifted = moved(words, start, length, target);
      const saved = before.edits - beamDistance(shifted, reference).edits;
      const one: Shift = { rank: [saved, length, -start, -target], words: shifted };
      if (!best || better(one.rank, best.rank)) best = one;
      tried++;
    }
    if (tried >= mostCandidates) break;
  }
  return [best, tried];
}

/** Edits that turn the answer into one reference: shifts of runs of words, insertions, deletions, substitutions. */
export function terEdits(answer: readonly string[], reference: readonly string[]): number {
  if (reference.length === 0) return answer.length;
  let [words, shifts, tried] = [answer, 0, 0];
  for (;;) {
    const [shift, more] = bestShift(words, reference);
    tried += more;
    if (tried >= mostCandidates || !shift || shift.rank[0] <= 0) break;
    shifts++;
    words = shift.words;
  }
  return shifts + beamDistance(words, reference).edits;
}

const wordsOf = (text: string, caseSensitive: boolean): string[] =>
  (caseSensitive ? text : text.toLowerCase()).split(/\s+/).filter((word) => word !== '');

/** Fewest edits to any reference, and the mean length of the references in words. */
export function terCounts(
  output: string,
  references: readonly string[],
  caseSensitive = false,
): [number, number] {
  const said = wordsOf(output, caseSensitive);
  const wanted = references.map((reference) => wordsOf(reference, caseSensitive));
  const longest = Math.max(said.length, ...wanted.map((words) => words.length));
  if (longest > mostWords)
    throw new RangeError(`TER is counted up to ${mostWords} words; there are ${longest}`);
  const length = wanted.reduce((sum, words) => sum + words.length, 0) / wanted.length;
  return [Math.min(...wanted.map((words) => terEdits(said, words))), length];
}

export const terOf = ([edits = 0, length = 0]: readonly number[]): number =>
  length > 0 ? edits / length : edits > 0 ? 1 : 0;

const params = z.strictObject({
  value: referenceParams.value,
  pass: z.number().min(0).default(0.5).describe('a case passes up to this rate'),
  ...perCaseOrCorpus,
  caseSensitive: z.boolean().default(false).describe('compare with the case as written'),
});

function scored(sample: Sample, { value, pass, caseSensitive }: z.output<typeof params>): Outcome {
  const references = referencesOf(sample, value);
  if (references.length === 0) return noReference;
  try {
    const item = terCounts(sample.output, references, caseSensitive);
    return { state: 'scored', value: terOf(item), pass: terOf(item) <= pass, item };
  } catch (error) {
    if (error instanceof RangeError) return errored(error.message);
    throw error;
  }
}

export const ter = evaluator({
  id: 'text.ter',
  version: 1,
  direction: 'lower',
  range: null,
  unit: 'score',
  needs: { expected: true, judge: false },
  docs: {
    summary:
      'Edits a person would need to turn the answer into the expected text, per expected word. 0 is best; above 1 is possible.',
    formula: '(shifts + insertions + deletions + substitutions) / mean words of the expected texts',
    source:
      'Snover et al. 2006 (Tercom) in the form of sacreBLEU 2, divided by 100; not normalised, punctuation kept',
    example: { pass: 0.4 },
  },
  params,
  kind: ({ over }) => (over === 'corpus' ? 'figure' : 'mean'),
  score: scored,
  figure: (items: readonly Item[], { caseSensitive }) => ({
    value: terOf(summed(items)),
    note: `case:${caseSensitive ? 'mixed' : 'lc'}|tok:tercom|norm:no|punct:yes|asian:no`,
  }),
});
