import type { Scorer } from '@/evaluators/custom/http';
import { type PromptParameter, promptParameters } from '@/evaluators/prompt-parameters';
import { prepareSuite } from '@/evaluators/suite';
import { targetProblems } from '@/evaluators/target';
import { targetKeyFor } from '@/server/integrations/adapters/target-keys';
import { checkedBaseUrl } from '@/server/integrations/rules/target-address';
import { invalid, precondition } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import type { ModelVersion } from '@/server/registry/schema/models';
import { present, suiteOf } from '../rules/suite-body';
import { RunTarget } from '../schema/runs';
import type { SuiteBody } from '../schema/suites';

interface Wanted {
  readonly target?: Partial<RunTarget>;
  readonly apiKeyRef?: string;
  readonly judgeKeyRef?: string;
}

interface Chosen {
  readonly target: RunTarget;
  readonly promptParameters: readonly PromptParameter[] | null;
}

/**
 * The suite's own target with what the caller replaced, and with the parameters of the prompt version where neither says
 * another value. Throws Refusal `invalid` on an address that is not allowed.
 */
export function chosenTarget(
  body: SuiteBody,
  { target, apiKeyRef, judgeKeyRef }: Wanted,
  asked: Readonly<Record<string, unknown>> = {},
): Chosen {
  const given = target ? present(target) : {};
  const { settings, more, parameters } = promptParameters(asked, { ...body.target }, { ...given });
  const merged = {
    ...settings,
    ...body.target,
    ...given,
    ...(Object.keys(more).length > 0 && { more }),
  };
  if (!merged.baseUrl)
    throw invalid('baseUrl', 'baseUrl is missing: neither the suite nor the run names a target');
  if (!merged.model) throw invalid('model', 'model is missing: neither the suite nor the run names one');
  const [problem] = targetProblems(merged);
  if (problem) throw invalid(problem.field, problem.message);
  checkedBaseUrl(merged.baseUrl, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
  if (apiKeyRef !== undefined) targetKeyFor('apiKeyRef', apiKeyRef, merged.baseUrl);
  return {
    target: RunTarget.parse(present({ ...merged, apiKeyRef, judgeKeyRef })),
    promptParameters: parameters.length > 0 ? parameters : null,
  };
}

/** Every judged measure says whom it asks, and that it may be asked; so does every scorer. */
export function checkJudges(body: SuiteBody, judgeKeyRef: string | undefined): void {
  for (const { name, evaluator, judge, scorer } of prepareSuite(suiteOf(body))) {
    if (scorer) checkScorer(scorer);
    if (!evaluator.needs.judge) continue;
    if (!judge) throw precondition(`${name} needs a judge: give its baseUrl and model in params.judge`);
    checkedBaseUrl(judge.baseUrl, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
    if (judgeKeyRef !== undefined) targetKeyFor('judgeKeyRef', judgeKeyRef, judge.baseUrl);
  }
}

function checkScorer({ url, keyRef }: Scorer): void {
  checkedBaseUrl(url, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
  if (keyRef !== undefined) targetKeyFor('keyRef', keyRef, url);
}

/** A hosted model is its provider's name for it: asking for another one would prove nothing about it. */
export function checkModel(version: ModelVersion, target: RunTarget): void {
  if (version.source.kind !== 'hosted' || version.source.model === target.model) return;
  throw invalid(
    'modelVersionId',
    `The model version is ${version.source.model}, but the target is asked for ${target.model}`,
  );
}
