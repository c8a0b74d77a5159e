import { z } from 'zod';
import { emptyAnswer, errored, evaluator, type Outcome } from '../contract';
import { Received, Scorer } from '../custom/http';
import { noReference, referenceParams, referencesOf } from './references';

const mostReferences = 20;

/** Cosine of the angle between two vectors of the same length; null when one is all zeros. */
export function cosine(a: readonly number[], b: readonly number[]): number | null {
  let [dot, one, other] = [0, 0, 0];
  for (const [index, x] of a.entries()) {
    const y = b[index] ?? 0;
    dot += x * y;
    one += x * x;
    other += y * y;
  }
  const lengths = Math.sqrt(one) * Math.sqrt(other);
  return lengths === 0 ? null : Math.max(-1, Math.min(1, dot / lengths));
}

/** As autoevals spreads cosines of its default model: 0.7 and less becomes 0, 1 stays. */
const spread = (value: number): number => Math.max(0, Math.min(1, (value - 0.7) / 0.3));

const Vector = z.array(z.number()).min(1).max(20_000);
const Embeddings = z.object({
  data: z.array(z.object({ index: z.int().min(0).optional(), embedding: Vector })).max(mostReferences + 1),
});

/** The vectors of a reply in the order of the texts; null when one is missing or their lengths differ. */
function vectorsIn(reply: unknown, count: number): readonly (readonly number[])[] | null {
  const read = Embeddings.safeParse(reply);
  if (!read.success || read.data.data.length !== count) return null;
  const ordered = read.data.data
    .map(({ index, embedding }, position) => ({ index: index ?? position, embedding }))
    .toSorted((a, b) => a.index - b.index);
  const length = ordered[0]?.embedding.length;
  const fits = ordered.every(({ index, embedding }, at) => index === at && embedding.length === length);
  return fits ? ordered.map(({ embedding }) => embedding) : null;
}

export const embeddingSimilarity = evaluator({
  id: 'text.embedding-similarity',
  version: 1,
  direction: 'higher',
  range: { low: -1, high: 1 },
  unit: 'score',
  needs: { expected: true, judge: false, scorer: true },
  docs: {
    summary:
      'How near in meaning the answer is to the expected text, by vectors of an embedding model of yours: a provider’s, or llama.cpp, Ollama or vLLM beside the portal. Of several expected texts the nearest counts. Opposites often lie near each other: calibrate the threshold on your own cases.',
    formula:
      'cosine of the two vectors, -1 to 1; with scale: autoevals, clip((cosine - 0.7) / 0.3) to 0 to 1. The SHA-256 of the reply is kept',
    source:
      'POST {model, input: [texts]} to an endpoint of the OpenAI form of /v1/embeddings; autoevals EmbeddingSimilarity',
    example: { url: 'https://api.openai.com/v1/embeddings', model: 'text-embedding-3-small', pass: 0.8 },
  },
  params: Scorer.extend({
    ...referenceParams,
    url: Scorer.shape.url.describe('the embeddings endpoint'),
    model: z.string().min(1).max(200).describe('the embedding model'),
    scale: z.enum(['cosine', 'autoevals']).default('cosine').describe('how the score is spread'),
    pass: z.number().min(-1).max(1).default(0.8).describe('a case passes from this score on'),
  }),
  kind: () => 'mean',
  score: async (sample, { value, model, scale, pass }, { judge: endpoint }): Promise<Outcome> => {
    if (!endpoint) return errored('no embeddings endpoint is connected');
    if (sample.output.trim() === '') return emptyAnswer;
    const references = referencesOf(sample, value).slice(0, mostReferences);
    if (references.length === 0) return noReference;
    const received = await endpoint(JSON.stringify({ model, input: [sample.output, ...references] }));
    const { reply, digest } = Received.parse(JSON.parse(received));
    const [answer, ...expected] = vectorsIn(reply, references.length + 1) ?? [];
    if (!answer) return errored(`the reply (${digest}) does not hold a vector of one length for each text`);
    const found = expected.map((one) => cosine(answer, one)).filter((one) => one !== null);
    if (found.length === 0) return errored(`the reply (${digest}) holds only zeros for a text`);
    const best = Math.max(...found);
    const score = scale === 'cosine' ? best : spread(best);
    const detail = `cosine ${best.toFixed(4)} by ${model}; reply ${digest}`;
    return { state: 'scored', value: score, pass: score >= pass, detail };
  },
});
