import { z } from 'zod';
import type { CaseCheck } from '../composite/case-checks';

/** A check of ours, or why there is none. */
export type Taken = { readonly check: CaseCheck; readonly note?: string } | { readonly reason: string };

export const Assertion = z.looseObject({
  type: z.string().max(200),
  value: z.unknown().optional(),
  threshold: z.number().optional(),
  weight: z.number().optional(),
});
type Assertion = z.infer<typeof Assertion>;
type Take = (given: Assertion) => Taken;

const textOf = ({ value }: Assertion): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

const withText =
  (id: string, field = 'value', note?: string): Take =>
  (given) => {
    const text = textOf(given);
    return text === null || text === ''
      ? { reason: 'its value is not a text' }
      : { check: { id, params: { [field]: text } }, ...(note !== undefined && { note }) };
  };

const withList =
  (id: string, ignoreCase: boolean): Take =>
  (given) => {
    const text = textOf(given);
    const list = Array.isArray(given.value) ? given.value : text?.split(',').map((one) => one.trim());
    const values = z.array(z.coerce.string().min(1)).min(1).safeParse(list);
    return values.success
      ? { check: { id, params: { values: values.data, ...(ignoreCase && { ignoreCase }) } } }
      : { reason: 'its value is not a list of texts' };
  };

const plain =
  (id: string): Take =>
  ({ value }) =>
    value === undefined ? { check: { id } } : { reason: 'what its value demands cannot be checked here' };

const atLeast =
  (id: string, usual: number): Take =>
  (given) => {
    const value = textOf(given);
    if (value === null) return { reason: 'its value is not a text' };
    return { check: { id, params: { value, pass: given.threshold ?? usual } } };
  };

const atMost =
  (id: string, field: string): Take =>
  ({ threshold }) =>
    threshold === undefined
      ? { reason: 'it has no threshold' }
      : { check: { id, params: { [field]: threshold } } };

const json: Take = ({ value }) =>
  value === undefined
    ? { check: { id: 'text.is-json' } }
    : typeof value === 'object' && value !== null
      ? { check: { id: 'text.json-schema', params: { schema: value } } }
      : { reason: 'its schema is not in the file itself' };

const trimmed = 'white space around the answer does not count here';

const takes: Readonly<Record<string, Take>> = {
  equals: withText('text.equals', 'value', trimmed),
  contains: withText('text.contains'),
  icontains: withText('text.icontains'),
  'starts-with': withText('text.starts-with', 'value', trimmed),
  regex: withText('text.regex', 'pattern'),
  'contains-all': withList('text.contains-all', false),
  'contains-any': withList('text.contains-any', false),
  'icontains-all': withList('text.contains-all', true),
  'icontains-any': withList('text.contains-any', true),
  'is-json': json,
  'contains-json': plain('text.contains-json'),
  'is-xml': plain('text.is-xml'),
  'is-html': plain('text.is-html'),
  'contains-html': plain('text.contains-html'),
  'is-sql': plain('text.is-sql'),
  'is-refusal': plain('text.is-refusal'),
  'rouge-n': atLeast('text.rouge-1', 0.75),
  latency: atMost('ops.latency', 'maxMs'),
  cost: atMost('ops.cost', 'maxUsd'),
};

const code =
  'it runs code of its author, which is never executed here; use custom.http for a scorer of your own';
const judged = 'it asks a model: add judge.rubric with a judge to the suite';
const reasons: Readonly<Record<string, string>> = {
  javascript: code,
  python: code,
  ruby: code,
  webhook: 'it calls a service: add custom.http to the suite',
  'llm-rubric': judged,
  'model-graded-closedqa': judged,
  factuality: judged,
  'g-eval': 'it asks a model: add judge.g-eval with a judge to the suite',
  'answer-relevance': 'it asks a model: add rag.answer-relevance with a judge to the suite',
  'context-faithfulness': 'it asks a model: add rag.faithfulness with a judge to the suite',
  levenshtein: 'it bounds a number of edits; text.levenshtein is a share of the length',
  bleu: 'text.bleu is a figure over all cases; add it to the suite',
  similar: 'it compares embeddings, which this portal does not make',
  'assert-set': 'sets of assertions with a threshold of their own are not known here',
};

/** What becomes of one assertion whose templates are filled in. */
export function takenOver(given: Assertion): Taken {
  const not = given.type.startsWith('not-');
  const type = not ? given.type.slice(4) : given.type;
  const take = Object.hasOwn(takes, type) ? takes[type] : undefined;
  if (!take)
    return {
      reason: (Object.hasOwn(reasons, type) && reasons[type]) || 'no assertion of this type is known',
    };
  if (given.weight === 0) return { reason: 'its weight is 0, so it decides nothing' };
  const taken = take(given);
  return 'check' in taken && not ? { ...taken, check: { ...taken.check, not } } : taken;
}

/** Options of an assertion that have no place here. */
export const foreignOptions = ({ type: _, value: __, ...rest }: Assertion): string[] =>
  Object.keys(rest).filter((key) => key !== 'threshold' && !(key === 'weight' && rest.weight === 0));
