import { createHash } from 'node:crypto';
import { promptParameters } from '@/evaluators/prompt-parameters';
import { answerCost } from '@/evaluators/score';
import { isOtherModel, targetProblems } from '@/evaluators/target';
import { openCaseTarget } from '@/server/integrations/adapters/case-target';
import { targetKeyFor } from '@/server/integrations/adapters/target-keys';
import { checkedBaseUrl } from '@/server/integrations/rules/target-address';
import { CallFailure } from '@/server/integrations/schema';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, Refusal } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import { promptVersionById } from '@/server/prompts/queries';
import { present } from '../rules/suite-body';
import { type Tried, TryPrompt, tryLimits } from '../schema/tries';

/** Who may start runs may ask once: both spend money at the same places. The text is recorded as a digest. */
const recordTry = command({
  event: 'prompt.tried',
  input: TryPrompt,
  may: ['create', 'Run'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, input }) => {
    const version = await promptVersionById(db, input.versionId);
    if (!version) throw notFound('Prompt version');
    const { baseUrl, model, apiKeyRef, versionId } = input;
    const { target, parameters } = askedWith(input, version.parameters);
    const [problem] = targetProblems(target);
    if (problem) throw invalid(problem.field, problem.message);
    checkedBaseUrl(baseUrl, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
    if (apiKeyRef !== undefined) targetKeyFor('apiKeyRef', apiKeyRef, baseUrl);
    const template = input.template ?? version.template;
    const isChanged = canonical(template) !== canonical(version.template);
    const text = createHash('sha256').update(canonical(template)).digest('hex');
    return audited(
      { template, target, parameters },
      {
        entity: { ref: `prompt/${version.promptId}`, name: version.promptName },
        op: 'read',
        after: { versionId, host: new URL(baseUrl).host, model, isChanged, template_sha256: text },
      },
    );
  },
});

const asking = new Set<string>();

/** Asks a model once with a prompt, changed or not, and keeps nothing of it. One at a time for each person. */
export const tryPrompt = Object.assign(
  async (ctx: Ctx, input: TryPrompt): Promise<Tried> => {
    const who = authorOf(ctx);
    if (asking.has(who)) throw new Refusal('limit', 'Your last question is not answered yet; wait for it');
    asking.add(who);
    try {
      return await answered(input, await recordTry(ctx, input));
    } finally {
      asking.delete(who);
    }
  },
  { input: TryPrompt },
);

/** The parameters of the prompt version count where the question says no other value. */
function askedWith(input: TryPrompt, ofPrompt: Readonly<Record<string, unknown>>) {
  const { versionId: _v, template: _t, values: _values, apiKeyRef: _k, ...given } = input;
  const said = present(given);
  const { settings, more, parameters } = promptParameters(ofPrompt, {}, { ...said });
  const merged = { ...settings, ...said, ...(Object.keys(more).length > 0 && { more }) };
  const maxTokens = Math.min(merged.maxTokens ?? tryLimits.usualTokens, tryLimits.maxTokens);
  return { target: { ...merged, baseUrl: input.baseUrl, model: input.model, maxTokens }, parameters };
}

type Recorded = Awaited<ReturnType<typeof recordTry>>;

async function answered(
  { values, apiKeyRef, ...input }: TryPrompt,
  { template, target, parameters }: Recorded,
): Promise<Tried> {
  const apiKey = apiKeyRef === undefined ? undefined : targetKeyFor('apiKeyRef', apiKeyRef, input.baseUrl);
  const open = openCaseTarget(
    { ...target, ...(apiKey ? { apiKey } : {}) },
    runtime().env.COUNTERSIGN_PRIVATE_TARGETS,
  );
  try {
    const answer = await open.ask({ input: values }, template, AbortSignal.timeout(tryLimits.timeoutMs));
    const { output, usage, latencyMs, finishReason } = answer;
    const model = answer.model || null;
    const priced = { provider: null, model: model ?? input.model, usage: usage && { ...usage } };
    return {
      kind: 'answered',
      output,
      model,
      isOtherModel: isOtherModel(input.model, model),
      finishReason,
      inputTokens: usage?.inputTokens ?? null,
      outputTokens: usage?.outputTokens ?? null,
      cost: answer.reportedCost ?? answerCost(priced, new Date()),
      latencyMs,
      parameters,
    };
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const { class: kind, status } = error;
    return { kind: 'failed', class: kind, status, message: error.message };
  } finally {
    open.close();
  }
}
