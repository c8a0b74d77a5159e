import { z } from 'zod';
import { errored, evaluator, type Outcome, type Sample, unitRange } from '../contract';
import { lcsLength, mostCells, ngramCounts, overlap, total } from './ngrams';
import { porterStem } from './porter';
import { noReference, referenceParams, referencesOf } from './references';
import { unionHits } from './rouge-sum';

export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  readonly f: number;
}

/** Lower case, everything but a-z and 0-9 a separator; with `stem`, words of more than 3 letters by Porter's stem. */
export function rougeTokens(text: string, stem = false): string[] {
  const tokens = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return stem ? tokens.map((token) => (token.length > 3 ? porterStem(token) : token)) : tokens;
}

function scores(shared: number, predicted: number, wanted: number): RougeScore {
  const precision = predicted === 0 ? 0 : shared / predicted;
  const recall = wanted === 0 ? 0 : shared / wanted;
  const f = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f };
}

/** Clipped n-gram overlap of token lists (Lin 2004); an empty side gives 0. */
export function rougeN(prediction: readonly string[], target: readonly string[], n: number): RougeScore {
  const [said, wanted] = [ngramCounts(prediction, n), ngramCounts(target, n)];
  return scores(overlap(said, wanted), total(said), total(wanted));
}

/** Longest common subsequence over the lengths. Throws RangeError when the texts are too long for its table. */
export function rougeL(prediction: readonly string[], target: readonly string[]): RougeScore {
  if (prediction.length * target.length > mostCells)
    throw new RangeError(
      `${prediction.length} and ${target.length} words are too many for a longest common subsequence`,
    );
  return scores(lcsLength(prediction, target), prediction.length, target.length);
}

/** ROUGE-Lsum: texts of one sentence a line, union of longest common subsequences. Throws RangeError as rougeL does. */
export function rougeLsum(output: string, reference: string, stem = false): RougeScore {
  const sentences = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => rougeTokens(line, stem));
  const [said, wanted] = [sentences(output), sentences(reference)];
  return scores(unionHits(said, wanted), said.flat().length, wanted.flat().length);
}

const params = z.strictObject({
  ...referenceParams,
  stem: z.boolean().default(false).describe("Porter's stemmer on words of more than 3 letters (English)"),
  report: z.enum(['f', 'precision', 'recall']).default('f').describe('which of the three is the score'),
});

type Compare = (output: string, reference: string, stem: boolean) => RougeScore;
const onTokens =
  (compare: (prediction: readonly string[], target: readonly string[]) => RougeScore): Compare =>
  (output, reference, stem) =>
    compare(rougeTokens(output, stem), rougeTokens(reference, stem));

function scored(
  sample: Sample,
  { value, pass, stem, report }: z.output<typeof params>,
  compare: Compare,
): Outcome {
  const references = referencesOf(sample, value);
  if (references.length === 0) return noReference;
  try {
    const all = references.map((reference) => compare(sample.output, reference, stem));
    const best = all.reduce((a, b) => (b[report] > a[report] ? b : a));
    const { precision, recall, f } = best;
    const detail = `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F ${f.toFixed(4)}`;
    return { state: 'scored', value: best[report], pass: best[report] >= pass, detail };
  } catch (error) {
    if (error instanceof RangeError) return errored(error.message);
    throw error;
  }
}

const rouge = (name: '1' | '2' | 'l' | 'lsum', what: string, formula: string, compare: Compare) =>
  evaluator({
    id: `text.rouge-${name}`,
    version: 1,
    direction: 'higher',
    range: unitRange,
    unit: 'score',
    needs: { expected: true, judge: false },
    docs: {
      summary: `${what} shared with the expected text; the best of several expected texts counts.`,
      formula,
      source:
        'Lin 2004; tokens, stemmer and figures as in rouge-score 0.1.2 (google-research), which follows ROUGE-1.5.5',
      example: { stem: true, pass: 0.4 },
    },
    params,
    kind: () => 'mean',
    score: (sample, given) => scored(sample, given, compare),
  });

const clipped =
  'P = clipped matches / n-grams of the answer, R = matches / n-grams of the expected text, F = 2PR/(P+R)';
export const rouge1 = rouge(
  '1',
  'Words',
  `n = 1; ${clipped}`,
  onTokens((a, b) => rougeN(a, b, 1)),
);
export const rouge2 = rouge(
  '2',
  'Pairs of words',
  `n = 2; ${clipped}`,
  onTokens((a, b) => rougeN(a, b, 2)),
);
export const rougeLcs = rouge(
  'l',
  'The longest sequence of words in the same order',
  'P = LCS / words of the answer, R = LCS / words of the expected text, F = 2PR/(P+R)',
  onTokens(rougeL),
);
export const rougeSum = rouge(
  'lsum',
  'Over texts of one sentence a line, the words of the longest sequences',
  'hits = union over the sentences of the answer of their LCS with each expected sentence; P = hits / words of the answer, R = hits / expected words',
  rougeLsum,
);
