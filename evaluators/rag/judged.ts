import { z } from 'zod';
import { emptyAnswer, evaluator, inconclusive, type Outcome, type Sample, unitRange } from '../contract';
import { askFindings, type Finding, findingsPrompt } from '../judge/findings';
import { JudgeTarget } from '../judge/rubric';
import { chunksAt, contextPlace } from './retrieved';
import { contextPrecisionOf } from './retrieval';

const params = z.strictObject({
  context: contextPlace,
  pass: z.number().min(0).max(1).default(0.5).describe('a case passes from this share on'),
  judge: JudgeTarget.optional().describe('the model that judges'),
});

interface Judged {
  readonly id: `rag.${string}`;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly usesContext: boolean;
  readonly task: readonly string[];
  /** what is quoted to the judge, or why there is nothing to judge */
  readonly data: (sample: Sample, context: readonly string[]) => Readonly<Record<string, unknown>> | string;
  readonly of?: (found: readonly Finding[]) => number;
  /** how many findings there must be; undefined = any number above 0 */
  readonly count?: (context: readonly string[]) => number;
  readonly nothing: string;
}

const holding = (found: readonly Finding[]): number => found.filter(({ holds }) => holds).length;
const shareOf = (found: readonly Finding[]): number => holding(found) / found.length;

const judged = ({ id, summary, formula, source, usesContext, task, data, of = shareOf, ...rest }: Judged) =>
  evaluator({
    id,
    version: 1,
    direction: 'higher',
    range: unitRange,
    unit: 'score',
    needs: { expected: false, judge: true, context: usesContext },
    docs: {
      summary: `${summary} Judged by a model: it informs, and should decide a gate only when calibrated.`,
      formula,
      source,
      example: { judge: { baseUrl: 'https://api.openai.com/v1', model: 'gpt-4o-mini' } },
    },
    params,
    kind: () => 'mean',
    score: async (sample, { context, pass }, { judge }): Promise<Outcome> => {
      if (sample.output.trim() === '') return emptyAnswer;
      const texts = chunksAt(sample, context)?.map(({ text }) => text) ?? [];
      if (usesContext && texts.length === 0) return inconclusive(`the case has no ${context}`);
      const quoted = data(sample, texts);
      if (typeof quoted === 'string') return inconclusive(quoted);
      const found = await askFindings(judge, findingsPrompt(task, quoted));
      if ('state' in found) return found;
      if (found.length === 0) return inconclusive(rest.nothing);
      const wanted = rest.count?.(texts) ?? found.length;
      if (found.length !== wanted)
        return { state: 'errored', reason: `the judge gave ${found.length} findings for ${wanted} pieces` };
      const value = of(found);
      const missing = found.filter(({ holds }) => !holds).map(({ text }) => text.slice(0, 120));
      const detail = `${holding(found)} of ${found.length}${missing[0] ? `; not: ${missing[0]}` : ''}`;
      return { state: 'scored', value, pass: value >= pass, detail };
    },
  });

export const faithfulness = judged({
  id: 'rag.faithfulness',
  summary: 'Share of the claims in the answer that the retrieved context supports.',
  formula: 'supported claims / claims; an answer without claims is not judged',
  source: 'Ragas faithfulness (Es et al. 2023), claims and verdicts in one call; own prompt',
  usesContext: true,
  task: [
    'List every factual claim that the answer makes, each as one short sentence of its own.',
    'A claim holds when the context alone supports it. What is true elsewhere but not in the context does not hold.',
    'Greetings, questions, offers and statements about not knowing are no claims.',
  ],
  data: ({ input, output }, context) => ({ question: input, context, answer: output }),
  nothing: 'the answer makes no claim',
});
export const answerRelevance = judged({
  id: 'rag.answer-relevance',
  summary: 'Share of the statements in the answer that bear on the question.',
  formula: 'relevant statements / statements; an answer without statements is not judged',
  source: 'DeepEval answer relevancy; own prompt',
  usesContext: false,
  task: [
    'List every statement of the answer, each as one short sentence.',
    'A statement holds when it helps to answer the question or to understand why it cannot be answered.',
  ],
  data: ({ input, output }) => ({ question: input, answer: output }),
  nothing: 'the answer makes no statement',
});
export const judgedContextPrecision = judged({
  id: 'rag.judged-context-precision',
  summary: 'Whether useful pieces stand at the top of what was retrieved, as a judge sees it.',
  formula: 'Σ precision@k rel_k / useful pieces; 0 when none is',
  source: 'Ragas context precision; own prompt',
  usesContext: true,
  task: [
    'For every piece of the context, in its order and once each, say whether it holds:',
    'it holds when it is of use for answering the question (or for the expected answer, when there is one).',
  ],
  data: ({ input, expected }, context) => ({ question: input, expected, context }),
  of: (found) => contextPrecisionOf(found.map(({ holds }) => (holds ? 1 : 0))),
  count: (context) => context.length,
  nothing: 'the judge named no piece',
});
export const judgedContextRecall = judged({
  id: 'rag.judged-context-recall',
  summary: 'Share of the sentences of the expected answer that the retrieved context supports.',
  formula: 'supported sentences / sentences of the expected answer',
  source: 'Ragas context recall; own prompt',
  usesContext: true,
  task: [
    'List every sentence of the expected answer.',
    'A sentence holds when it can be attributed to the context.',
  ],
  data: ({ input, expected }, context) =>
    expected === undefined || expected === null
      ? 'the case has no expected answer'
      : { question: input, expected, context },
  nothing: 'the expected answer has no sentence',
});
