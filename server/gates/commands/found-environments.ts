import { createHash } from 'node:crypto';
import { z } from 'zod';
import { environments, gatePolicies } from '@/db/schema/gates';
import { audited } from '@/server/kernel/audit';
import { canonicalBytes } from '@/server/kernel/canonical';
import { command } from '@/server/kernel/operation';
import { digestOf } from '@/server/releases/rules/manifest';
import { firstPolicy } from '../schema/policy';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The production environment of a new organisation, whose policy asks for one compliance officer. */
export const foundEnvironments = command({
  event: 'environment.created',
  events: ['gate_policy.set', 'environment.kept'],
  input: z.strictObject({}),
  may: ['record', 'Environment'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId }),
  run: async ({ db, target: { orgId } }) => {
    const { environment } = firstPolicy;
    const entity = { ref: `environment/${environment}` };
    const made = await db
      .insert(environments)
      .values({ orgId, name: environment, stage: 'production', createdBy: 'job_gates' })
      .onConflictDoNothing()
      .returning();
    if (made.length === 0) return audited({}, { type: 'environment.kept', entity, op: 'read' });
    const digest = digestOf(firstPolicy, sha256);
    const body = canonicalBytes(firstPolicy);
    await db
      .insert(gatePolicies)
      .values({ orgId, digest, environment, version: 1, body, createdBy: 'job_gates' });
    return audited({}, [
      { entity, after: { stage: 'production' } },
      {
        type: 'gate_policy.set',
        entity,
        op: 'update',
        before: {},
        after: { version: 1, digest, ...firstPolicy },
        context: { policy_digest: digest },
      },
    ]);
  },
});
