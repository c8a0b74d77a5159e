import { catalog, evaluatorById } from '@/evaluators/catalog';
import { describeEvaluator, type EvaluatorDescription } from '@/evaluators/describe';
import { read } from '@/server/kernel/operation';
import { EvaluatorRef, ListEvaluators } from '../schema/evaluators';

let described: readonly EvaluatorDescription[] | null = null;
const all = () => (described ??= catalog.map(describeEvaluator));

/** The catalogue in its own order; whoever may see suites may read it. */
export const listEvaluators = read({
  input: ListEvaluators,
  of: 'Suite',
  run: async ({ ctx, input: { search = '', group } }) => {
    const words = search.toLowerCase().split(/\s+/);
    const evaluators = all().filter((one) => {
      const text = `${one.id} ${one.summary} ${one.formula} ${one.source}`.toLowerCase();
      return (!group || one.group === group) && words.every((word) => text.includes(word));
    });
    return { orgId: ctx.actor.orgId, createdBy: '', total: all().length, evaluators };
  },
});

/** One evaluator with its parameters. */
export const getEvaluator = read({
  input: EvaluatorRef,
  of: 'Suite',
  run: async ({ ctx, input: { evaluatorId } }) => {
    const known = evaluatorById(evaluatorId);
    return known ? { orgId: ctx.actor.orgId, createdBy: '', ...describeEvaluator(known) } : undefined;
  },
});
