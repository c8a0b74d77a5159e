import { z } from 'zod';
import { evaluator, unitRange } from '../contract';
import { type Ranking, rankingOf, retrievalParams } from './retrieved';

const hits = (grades: readonly number[]): number => grades.filter((grade) => grade > 0).length;

/** Mean of precision@k over the places of relevant pieces: Σ precision@k rel_k / relevant pieces retrieved; 0 without. */
export function contextPrecisionOf(grades: readonly number[]): number {
  let [found, sum] = [0, 0];
  for (const [index, grade] of grades.entries()) {
    if (grade <= 0) continue;
    found++;
    sum += found / (index + 1);
  }
  return found === 0 ? 0 : sum / found;
}

const dcg = (grades: readonly number[]): number =>
  grades.reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);

/** DCG over the best DCG that as many places allow, DCG = Σ (2^grade - 1) / log2(place + 1). */
export const ndcgOf = ({ grades, ideal }: Ranking, k?: number): number => {
  const best = dcg(ideal.toSorted((a, b) => b - a).slice(0, k));
  return best === 0 ? 0 : dcg(grades) / best;
};

interface Retrieval {
  readonly id: `rag.${string}`;
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly of: (ranking: Ranking, k?: number) => number;
}

const retrieval = ({ id, summary, formula, source, of }: Retrieval) =>
  evaluator({
    id,
    version: 1,
    direction: 'higher',
    range: unitRange,
    unit: 'score',
    needs: { expected: false, judge: false, context: true },
    docs: {
      summary,
      formula,
      source,
      example: { context: 'context', relevant: 'metadata.relevant', k: 5 },
    },
    params: z.strictObject({
      ...retrievalParams,
      pass: z.number().min(0).max(1).default(0.5).describe('a case passes from this score on'),
    }),
    kind: () => 'mean',
    score: (sample, params) => {
      const ranking = rankingOf(sample, params);
      if ('state' in ranking) return ranking;
      const value = of(ranking, params.k);
      const detail = `${hits(ranking.grades)} of ${ranking.ideal.length} relevant among ${ranking.grades.length}`;
      return { state: 'scored', value, pass: value >= params.pass, detail };
    },
  });

export const contextPrecision = retrieval({
  id: 'rag.context-precision',
  summary: 'Whether relevant pieces stand at the top of what was retrieved, by ids or texts.',
  formula: 'Σ precision@k rel_k / relevant pieces retrieved; 0 when none was',
  source: 'Ragas context precision with known relevance (average precision)',
  of: ({ grades }) => contextPrecisionOf(grades),
});
export const contextRecall = retrieval({
  id: 'rag.context-recall',
  summary: 'Share of what is relevant that was retrieved, by ids or texts.',
  formula: 'relevant pieces retrieved / relevant pieces',
  source: 'Ragas context recall with known relevance; recall@k with k',
  of: ({ grades, ideal }) => hits(grades) / ideal.length,
});
export const precisionAt = retrieval({
  id: 'rag.precision-at-k',
  summary: 'Share of the first k places that hold something relevant.',
  formula: 'relevant among the first k / k (k left out: all that was retrieved)',
  source: 'Manning, Raghavan and Schütze 2008, chapter 8',
  of: ({ grades }, k) => {
    const places = k ?? grades.length;
    return places === 0 ? 0 : hits(grades) / places;
  },
});
export const hitRate = retrieval({
  id: 'rag.hit-rate',
  summary: 'Whether anything relevant was retrieved.',
  formula: '1[a relevant piece among the first k]',
  source: 'hit rate@k as in LlamaIndex and Evidently',
  of: ({ grades }) => (hits(grades) > 0 ? 1 : 0),
});
export const mrr = retrieval({
  id: 'rag.mrr',
  summary: 'How far up the first relevant piece stands.',
  formula: '1 / place of the first relevant piece, 0 without; its mean is the mean reciprocal rank',
  source: 'Voorhees 1999 (TREC-8)',
  of: ({ grades }) => {
    const first = grades.findIndex((grade) => grade > 0);
    return first < 0 ? 0 : 1 / (first + 1);
  },
});
export const ndcg = retrieval({
  id: 'rag.ndcg',
  summary: 'Whether the most relevant pieces stand at the top; grades allowed.',
  formula: 'DCG / ideal DCG, DCG = Σ (2^grade - 1) / log2(place + 1)',
  source: 'Järvelin and Kekäläinen 2002; with grades 0 and 1 as scikit-learn ndcg_score',
  of: ndcgOf,
});
