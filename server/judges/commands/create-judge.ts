import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Reader, Tx } from '@/db/client';
import { judges } from '@/db/schema/judges';
import { evaluatorById } from '@/evaluators/catalog';
import { type JudgeBody, judgeBodyOf, judgeKinds } from '@/evaluators/judge/definition';
import { checkedBaseUrl } from '@/server/integrations/rules/target-address';
import { audited } from '@/server/kernel/audit';
import { canonical } from '@/server/kernel/canonical';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, Refusal } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import { modelVersionById } from '@/server/registry/queries/models';
import { judgeDigest } from '../queries/facts';
import { judgeById } from '../queries/judges';
import { CreateJudge } from '../schema/judges';

type Given = z.output<typeof CreateJudge>;

export const createJudge = command({
  event: 'judge.created',
  events: ['judge.unchanged'],
  input: CreateJudge,
  may: ['create', 'Judge'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, createdBy: authorOf(ctx) }),
  run: async ({ db, ctx, input, target, nowUs }) => {
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who answers for the judge');
    const body = bodyOf(input);
    checkedBaseUrl(input.baseUrl, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
    if (input.modelVersionId !== undefined) await checkModel(db, input.modelVersionId, input.model);
    const digest = judgeDigest(body);
    const { name, kind, modelVersionId = null } = input;
    const ofName = eq(judges.name, name);
    const [same] = await db
      .select({ id: judges.id })
      .from(judges)
      .where(and(ofName, eq(judges.digest, digest)));
    const row = {
      ...target,
      ...{ id: ctx.ports.newId('jdg'), name, number: (await lastNumber(db, name)) + 1, kind },
      ...{ digest, body: canonical(body), modelVersionId, ownerId },
    };
    if (!same) await db.insert(judges).values(row);
    const judge = await judgeById(db, same?.id ?? row.id, nowUs);
    if (!judge) throw notFound('Judge');
    const entity = { ref: `judge/${judge.id}`, name };
    if (same)
      return audited(
        { ...judge, unchanged: true },
        { type: 'judge.unchanged', op: 'read', entity, reasonCode: 'same_digest' },
      );
    const { body: _, ...facts } = row;
    return audited({ ...judge, unchanged: false }, { entity, after: facts });
  },
});

async function lastNumber(db: Tx, name: string): Promise<number> {
  const [last] = await db
    .select({ number: judges.number })
    .from(judges)
    .where(eq(judges.name, name))
    .orderBy(desc(judges.number))
    .limit(1);
  return last?.number ?? 0;
}

/** Fields of the form by the names that the evaluators' parameters have. */
const fieldOf: Readonly<Record<string, string>> = { rubric: 'instructions', criteria: 'instructions' };

function bodyOf({
  kind,
  instructions,
  steps,
  lowest,
  highest,
  passFrom,
  against,
  ...given
}: Given): JudgeBody {
  const { baseUrl, model, temperature, seed, maxTokens } = given;
  const own = { steps, lowest, highest, passFrom, against };
  const { evaluator } = judgeKinds[kind];
  const params = present({
    [kind === 'rubric' ? 'rubric' : 'criteria']: instructions,
    ...own,
    judge: present({ baseUrl, model, temperature, seed, maxTokens }),
  });
  const checked = evaluatorById(evaluator)?.params.safeParse(params);
  const fields = (checked?.error?.issues ?? []).map(({ path: [name], message, ...issue }) => {
    const field = name === undefined && 'keys' in issue ? String(issue.keys[0]) : String(name);
    const words = name === undefined ? `a ${kind} judge has no ${field}` : message;
    return [fieldOf[field] ?? field, [words]] as const;
  });
  const body = judgeBodyOf({ id: evaluator, params });
  if (!body || fields.length > 0)
    throw new Refusal('invalid', `${fields[0]?.[0]}: ${fields[0]?.[1][0]}`, {
      fields: Object.fromEntries(fields),
    });
  return body;
}

const present = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** A hosted model is its provider's name for it. */
async function checkModel(db: Reader, versionId: string, model: string): Promise<void> {
  const version = await modelVersionById(db, versionId);
  if (!version) throw notFound('Model version');
  if (version.source.kind !== 'hosted' || version.source.model === model) return;
  throw invalid(
    'modelVersionId',
    `The model version is ${version.source.model}, but the judge asks for ${model}`,
  );
}
