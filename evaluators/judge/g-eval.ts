import { z } from 'zod';
import { emptyAnswer, errored, evaluator, type Sample, unitRange } from '../contract';
import { JudgeTarget } from './rubric';
import { answerForm, askStructured, noVerdict, quotedData } from './structured';

const limits = { lowest: 0, highest: 100 } as const;

const params = z
  .strictObject({
    criteria: z.string().min(1).max(20_000).describe('what is scored'),
    steps: z
      .array(z.string().min(1).max(2000))
      .min(1)
      .max(20)
      .describe('how the judge goes about it; written once, so that every case is judged alike'),
    lowest: z.int().min(limits.lowest).max(limits.highest).default(1).describe('the worst score'),
    highest: z.int().min(limits.lowest).max(limits.highest).default(5).describe('the best score'),
    passFrom: z
      .int()
      .min(limits.lowest)
      .max(limits.highest)
      .default(4)
      .describe('a score from here on passes'),
    judge: JudgeTarget.optional().describe('the model that judges'),
  })
  .refine(({ lowest, highest }) => lowest < highest, {
    error: 'lowest must be below highest',
    path: ['highest'],
  })
  .refine(({ lowest, highest, passFrom }) => passFrom > lowest && passFrom <= highest, {
    error: 'passFrom must lie above lowest and not above highest',
    path: ['passFrom'],
  });
type Params = z.output<typeof params>;

const formOf = ({ lowest, highest }: Params) =>
  `{"reason": "<one or two sentences>", "score": <whole number from ${lowest} to ${highest}>}`;

/** The judge's prompt: criteria and frozen steps, then the quoted data. */
export const gEvalPrompt = (given: Params, { input, output, expected, context }: Sample): string =>
  [
    'You score one answer by criteria, following the steps in their order.',
    '',
    `CRITERIA: ${JSON.stringify(given.criteria)}`,
    ...given.steps.map((step, index) => `STEP ${index + 1}: ${JSON.stringify(step)}`),
    '',
    ...quotedData({ question: input, context, expected, answer: output }),
    '',
    answerForm(formOf(given)),
  ].join('\n');

export const gEval = evaluator({
  id: 'judge.g-eval',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: false, judge: true },
  docs: {
    summary: 'A model scores the answer by criteria, following steps that were written once.',
    formula:
      '(score - lowest) / (highest - lowest), the score as one JSON object; the raw score, not weighted by ' +
      'token probabilities; one repair attempt, then the case is errored',
    source: 'Liu et al. 2023 (G-Eval), without its probability weighting; own prompt',
    example: {
      criteria: 'The answer is kind to a worried patient.',
      steps: ['Read the question.', 'Look for dismissive or alarming words.', 'Score the tone.'],
      judge: { baseUrl: 'https://api.openai.com/v1', model: 'gpt-4o-mini' },
    },
  },
  params,
  kind: () => 'mean',
  score: async (sample, given, { judge }) => {
    if (!judge) return errored('no judge is connected');
    if (sample.output.trim() === '') return emptyAnswer;
    const { lowest, highest, passFrom } = given;
    const Answer = z.strictObject({
      reason: z.string().max(4000),
      score: z.int().min(lowest).max(highest),
    });
    const verdict = await askStructured(judge, gEvalPrompt(given, sample), Answer, formOf(given));
    if (!verdict) return errored(noVerdict);
    return {
      state: 'scored',
      value: (verdict.score - lowest) / (highest - lowest),
      pass: verdict.score >= passFrom,
      detail: `${verdict.score} of ${highest}: ${verdict.reason}`,
    };
  },
});
