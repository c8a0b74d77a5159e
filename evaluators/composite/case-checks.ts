import { z } from 'zod';
import {
  errored,
  evaluator,
  type Evaluator,
  inconclusive,
  type Outcome,
  passed,
  type PreparedEvaluator,
  type Sample,
  unitRange,
} from '../contract';

/** What one case asks of its own answer: an evaluator with its parameters, turned around by `not`. */
export const CaseCheck = z.strictObject({
  id: z.string().max(100),
  params: z.record(z.string(), z.unknown()).default({}),
  not: z.boolean().default(false),
});
export type CaseCheck = z.input<typeof CaseCheck>;

const mostChecks = 50;
const Checks = z.array(CaseCheck).min(1).max(mostChecks);

/** Whether the answer does what the case asks; a check that cannot be judged leaves its reason. */
async function verdictOf(
  prepared: PreparedEvaluator,
  sample: Sample,
  not: boolean,
): Promise<boolean | Outcome> {
  const outcome = await prepared.score(sample);
  if (outcome.state === 'errored') return errored(`${prepared.id}: ${outcome.reason}`);
  if (outcome.state === 'inconclusive') return inconclusive(`${prepared.id}: ${outcome.reason}`);
  if (outcome.pass === undefined) return errored(`${prepared.id} neither passes nor fails a case`);
  return outcome.pass !== not;
}

/** Each case lists its own checks among these evaluators, none of which asks a model or a scorer. */
export const caseChecks = (among: readonly Evaluator[]): Evaluator => {
  const byId = new Map(
    among.filter(({ needs }) => !needs.judge && !needs.scorer).map((one) => [one.id as string, one]),
  );
  return evaluator({
    id: 'composite.case-checks',
    version: 1,
    direction: 'higher',
    range: unitRange,
    unit: 'share',
    needs: { expected: false, judge: false },
    docs: {
      summary: 'The answer passes every check that its own case lists in metadata.checks.',
      formula: 'min over checks of 1[check passes], with not: of 1[check fails]',
      source: 'as promptfoo judges a test by its assertions; metadata.checks = [{ id, params, not }]',
      example: {},
    },
    params: z.strictObject({}),
    kind: () => 'rate',
    score: async (sample) => {
      const given = sample.metadata?.['checks'];
      if (given === undefined) return inconclusive('the case has no metadata.checks');
      const checks = Checks.safeParse(given);
      if (!checks.success) return errored(`metadata.checks: ${checks.error.issues[0]?.message}`);
      const failed: string[] = [];
      for (const { id, params, not } of checks.data) {
        const known = byId.get(id);
        if (!known) return errored(`metadata.checks: no check is called ${id.slice(0, 100)}`);
        const fits = known.params.safeParse(params);
        if (!fits.success) return errored(`${id}: ${fits.error.issues[0]?.message}`);
        const verdict = await verdictOf(known.prepare(params), sample, not);
        if (typeof verdict !== 'boolean') return verdict;
        if (!verdict) failed.push(`${not ? 'not ' : ''}${id}`);
      }
      return passed(failed.length === 0, failed.length === 0 ? undefined : `failed: ${failed.join(', ')}`);
    },
  });
};
