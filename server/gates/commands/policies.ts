import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { environments, gatePolicies } from '@/db/schema/gates';
import { audited } from '@/server/kernel/audit';
import { canonicalBytes } from '@/server/kernel/canonical';
import { command } from '@/server/kernel/operation';
import { conflict, notFound } from '@/server/kernel/refusal';
import { digestOf } from '@/server/releases/rules/manifest';
import { rolesHeld } from '../queries/case';
import { environmentByName, policyInForce } from '../queries/policies';
import { unsatisfiable } from '../rules/lint';
import { CreateEnvironment, SetPolicy } from '../schema/inputs';
import type { GatePolicy } from '../schema/policy';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A new environment has no policy, so its gate denies until somebody writes one. */
export const createEnvironment = command({
  event: 'environment.created',
  input: CreateEnvironment,
  may: ['create', 'Environment'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, ctx, input, target }) => {
    if (await environmentByName(db, input.environment)) {
      throw conflict(`There is an environment "${input.environment}" already`);
    }
    const row = {
      ...target,
      name: input.environment,
      stage: input.stage,
      createdBy: ctx.actor.personId ?? ctx.actor.id,
    };
    await db.insert(environments).values(row);
    return audited(row, { entity: { ref: `environment/${row.name}` }, after: { stage: row.stage } });
  },
});

/** Writes the next version of the policy. Its warnings say where too few people could sign; it is saved all the same,
 *  because the gate then denies, which is the safe side. */
export const setPolicy = command({
  event: 'gate_policy.set',
  input: SetPolicy,
  may: ['edit', 'Environment'],
  target: async ({ db, ctx, input }) => {
    await db.execute(sql`select 1 from environments where name = ${input.environment} for update`);
    if (!(await environmentByName(db, input.environment))) throw notFound('Environment');
    return { orgId: ctx.actor.orgId };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const before = await policyInForce(db, input.environment);
    if ((before?.version ?? 0) !== input.basedOn) {
      throw conflict(`The policy is at version ${before?.version ?? 0} by now; look at it again`);
    }
    const policy: GatePolicy = {
      schema: 'countersign.policy/v1',
      environment: input.environment,
      ...input.policy,
    };
    const digest = digestOf(policy, sha256);
    const version = input.basedOn + 1;
    await db.insert(gatePolicies).values({
      ...target,
      digest,
      environment: input.environment,
      version,
      body: canonicalBytes(policy),
      createdBy: ctx.actor.personId ?? ctx.actor.id,
    });
    const warnings = unsatisfiable(policy, await rolesHeld(db), nowUs).map(({ message }) => message);
    return audited(
      { environment: input.environment, version, digest, policy, warnings },
      {
        entity: { ref: `environment/${input.environment}` },
        op: 'update',
        before: before ? { version: before.version, digest: before.digest, ...before.policy } : {},
        after: { version, digest, ...policy },
        context: { policy_digest: digest },
      },
    );
  },
  waitsForInclusion: true,
});
