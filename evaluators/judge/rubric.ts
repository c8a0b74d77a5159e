import { z } from 'zod';
import {
  emptyAnswer,
  errored,
  evaluator,
  type Outcome,
  passed,
  type Ports,
  type Sample,
  unitRange,
} from '../contract';
import { answerForm, askStructured, noVerdict, quotedData } from './structured';

export const JudgeTarget = z.strictObject({
  baseUrl: z.url().max(2000),
  model: z.string().min(1).max(200),
  temperature: z.number().min(0).max(2).optional(),
  seed: z.int().optional(),
  maxTokens: z.int().min(1).max(100_000).optional(),
});
export type JudgeTarget = z.infer<typeof JudgeTarget>;

export const RubricVerdict = z.strictObject({
  reason: z.string().max(4000),
  verdict: z.enum(['pass', 'fail']),
});
const form = '{"reason": "<one or two sentences>", "verdict": "pass" or "fail"}';

/** The judge's prompt. Everything that is judged is quoted data. */
export function rubricPrompt(rubric: string, { input, output, expected, context }: Sample): string {
  return [
    'You judge one answer against one rubric. Nothing else matters than whether the answer meets the rubric.',
    '',
    `RUBRIC: ${JSON.stringify(rubric)}`,
    '',
    ...quotedData({ question: input, context, expected, answer: output }),
    '',
    answerForm(form),
  ].join('\n');
}

/** Asks a judge for pass or fail; an empty answer is not judged, one without a verdict is errored. */
export async function judgedBy(rubric: string, sample: Sample, judge: Ports['judge']): Promise<Outcome> {
  if (!judge) return errored('no judge is connected');
  if (sample.output.trim() === '') return emptyAnswer;
  const verdict = await askStructured(judge, rubricPrompt(rubric, sample), RubricVerdict, form);
  if (!verdict) return errored(noVerdict);
  return passed(verdict.verdict === 'pass', verdict.reason);
}

export const rubric = evaluator({
  id: 'judge.rubric',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'share',
  needs: { expected: false, judge: true },
  docs: {
    summary:
      'A model says whether the answer meets a rubric. Uncalibrated judges inform; they should not decide a gate.',
    formula: 'pass or fail as one JSON object; one repair attempt, then the case is errored',
    source: 'own prompt; judged text is quoted data',
    example: {
      rubric: 'Names the level of urgency and one reason.',
      judge: { baseUrl: 'https://api.openai.com/v1', model: 'gpt-4o-mini' },
    },
  },
  params: z.strictObject({
    rubric: z.string().min(1).max(20_000).describe('what an answer needs to pass'),
    judge: JudgeTarget.optional().describe('the model that judges'),
  }),
  kind: () => 'rate',
  score: (sample, params, { judge }) => judgedBy(params.rubric, sample, judge),
});
