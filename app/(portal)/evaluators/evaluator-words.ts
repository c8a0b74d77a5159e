import type { Evaluator } from '@/server/evaluations/schema/evaluators';

export const groupWords: Readonly<Record<string, string>> = {
  text: 'Text',
  classify: 'Classification and numbers',
  rag: 'Retrieval',
  tool: 'Tools',
  judge: 'Judges',
  safety: 'Safety',
  composite: 'Composite',
  custom: 'Your own',
  ops: 'Operations',
};

const directions = {
  higher: 'higher is better',
  lower: 'lower is better',
  target: 'no side is better',
} as const;
const kinds = {
  rate: 'share of cases that pass, Wilson interval',
  mean: 'mean over cases, bootstrap interval',
  figure: 'one figure over all cases, bootstrap over cases',
} as const;

export const directionWords = ({ direction }: Pick<Evaluator, 'direction'>): string => directions[direction];
export const kindWords = ({ kind }: Pick<Evaluator, 'kind'>): string | null => kind && kinds[kind];

export function rangeWords({ range, unit }: Pick<Evaluator, 'range' | 'unit'>): string {
  const units = { share: '', score: '', ms: ' ms', USD: ' US dollars', count: '' }[unit];
  return range ? `${range.low} to ${range.high}${units}` : `no fixed range${units && `, in${units}`}`;
}

export function needsWords({ needs }: Pick<Evaluator, 'needs'>): string {
  const wanted = [
    needs.expected && 'an expected value',
    needs.context && 'retrieved context',
    needs.judge && 'a judge model',
    needs.scorer && 'an endpoint of your own',
  ].filter((one) => one !== false);
  return wanted.length === 0 ? 'nothing but the answer' : wanted.join(', ');
}
