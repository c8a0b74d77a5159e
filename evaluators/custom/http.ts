import { z } from 'zod';
import { emptyAnswer, errored, evaluator, type Outcome, passed, type Sample, unitRange } from '../contract';

/** Where a team's own scorer listens. */
export const Scorer = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .describe('takes the case by POST and answers with its score'),
  timeoutMs: z.int().min(100).max(600_000).default(30_000).describe('milliseconds for one call'),
  keyRef: z
    .string()
    .regex(/^COUNTERSIGN_TARGET_KEY_[A-Z0-9_]{1,64}$/)
    .optional()
    .describe('environment variable that holds HOST KEY; sent as bearer token to that host only'),
});
export type Scorer = z.infer<typeof Scorer>;

/** What the runner hands over: the scorer's reply as it came, with its digest. */
export const Received = z.object({ reply: z.unknown(), digest: z.string() });
const Reply = z.object({
  score: z.number().min(0).max(1),
  pass: z.boolean().optional(),
  reason: z.string().max(4000).optional(),
});

/** The document that a scorer is sent. */
export const scorerRequest = ({ id, input, output, expected, context, metadata }: Sample): string =>
  JSON.stringify({ version: 1, id, input, output, expected, context, metadata });

function outcomeOf(text: string, min: number | undefined): Outcome {
  const { reply, digest } = Received.parse(JSON.parse(text));
  const read = Reply.safeParse(reply);
  if (!read.success) {
    const [issue] = read.error.issues;
    return errored(
      `the scorer's reply (${digest}) is not {"score": 0 to 1}: ${issue?.path.join('.')} ${issue?.message}`,
    );
  }
  const { score, pass, reason } = read.data;
  const detail = [reason, `reply ${digest}`].filter((part) => part !== undefined).join('; ');
  if (min === undefined) return { state: 'scored', value: score, detail };
  return passed(pass ?? score >= min, `score ${score}; ${detail}`);
}

export const http = evaluator({
  id: 'custom.http',
  version: 1,
  direction: 'higher',
  range: unitRange,
  unit: 'score',
  needs: { expected: false, judge: false, scorer: true },
  docs: {
    summary:
      "A team's own scorer over HTTP. Without a readable answer the case is errored, which never passes.",
    formula:
      'score of the reply; with min, pass of the reply or 1[score >= min]; the reply’s SHA-256 is kept',
    source: 'the scorer; its reply is {"score": 0 to 1, "pass"?: true or false, "reason"?: text}',
    example: { url: 'https://scorer.example/score', min: 0.5 },
  },
  params: Scorer.extend({
    min: z.number().min(0).max(1).optional().describe('the score at which a case passes; without it a mean'),
  }),
  kind: ({ min }) => (min === undefined ? 'mean' : 'rate'),
  score: async (sample, { min }, { judge: scorer }) => {
    if (!scorer) return errored('no scorer is connected');
    if (sample.output.trim() === '') return emptyAnswer;
    return outcomeOf(await scorer(scorerRequest(sample)), min);
  },
});
