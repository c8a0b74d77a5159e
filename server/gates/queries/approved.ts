import { and, desc, eq } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { releases } from '@/db/schema/releases';
import { manifestByDigest } from '@/server/releases/queries/releases';
import { approvedAt } from '../rules/evaluate';
import { knownOf, noFacts } from './case';
import { evaluatorOwners } from './owners';
import { policyInForce } from './policies';

const mostLookedAt = 50;

/**
 * The newest of a system's last 50 submitted releases whose signatures alone would let it run in an environment: every
 * slot of the quorum filled, no rejection standing. Null when there is none or the environment has no policy.
 */
export async function newestApproved(
  db: Reader,
  { systemId, environment, nowUs }: { systemId: string; environment: string; nowUs: number },
) {
  const inForce = await policyInForce(db, environment);
  const rows = await db
    .select()
    .from(releases)
    .where(and(eq(releases.systemId, systemId), eq(releases.state, 'submitted')))
    .orderBy(desc(releases.submittedAtUs), desc(releases.id))
    .limit(mostLookedAt);
  const digests = rows.flatMap(({ digest }) => (digest === null ? [] : [digest]));
  const known = await knownOf(db, digests);
  for (const { id, version, digest, submittedAtUs, requestedBy } of inForce ? rows : []) {
    const manifest = digest === null ? undefined : await manifestByDigest(db, digest);
    if (!manifest || digest === null) continue;
    const approvedAtUs = approvedAt({
      manifest,
      release_digest: digest,
      environment,
      policy: inForce?.policy ?? null,
      facts: noFacts,
      incidents: [],
      submission: {
        submitted_at_us: submittedAtUs,
        requester: requestedBy,
        evaluator_owners: await evaluatorOwners(db, manifest),
        is_revoked: false,
      },
      ...known,
      nowUs,
    });
    if (approvedAtUs !== null) return { id, version, digest, manifest, approvedAtUs };
  }
  return null;
}
