import { createHash } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { roleGrants } from '@/db/schema/identity';
import { signoffs, signoffWithdrawals } from '@/db/schema/signoff';
import { studyFacts } from '@/server/bias/queries/facts';
import { answersDigest } from '@/server/checklists/queries/answers';
import { releaseChecklists } from '@/server/checklists/queries/facts';
import { suiteFacts } from '@/server/evaluations/queries/facts';
import { findingFacts } from '@/server/findings/queries/findings';
import { stoppingIncidents } from '@/server/findings/queries/incidents';
import { manifestByDigest, releaseByDigest } from '@/server/releases/queries/releases';
import type { Facts } from '@/server/releases/schema/dossier';
import type { Question } from '../rules/evaluate';
import type { RoleHeld, SignOff } from '../rules/quorum';
import { evaluatorOwners } from './owners';
import { environmentByName, policyInForce, type PolicyInForce } from './policies';

/** As when nothing was ever run. */
export const noFacts: Facts = { suites: [], studies: [], checklists: [], findings: [] };
const sha256Hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const us = (time: Date) => time.getTime() * 1000;

export interface Case {
  readonly question: Question;
  readonly inForce: PolicyInForce | null;
  readonly release: Awaited<ReturnType<typeof releaseByDigest>>;
  /** Roles in which a control of its checklists still waits to be signed, whether the quorum asks for them or not. */
  readonly controlRoles: readonly string[];
  /** SHA-256 (hex) of the signed statements, by the event of the sign-off. */
  readonly statements: ReadonlyMap<string, string>;
}

/** Everything that decides about one release digest in one environment, read on one transaction. */
export async function caseOf(
  db: Reader,
  digest: string | null,
  environment: string,
  nowUs: number,
): Promise<Case> {
  const manifest = digest === null ? undefined : await manifestByDigest(db, digest);
  const release = digest === null ? undefined : await releaseByDigest(db, digest);
  const inForce = await policyInForce(db, environment);
  const { statements, ...known } = manifest && digest !== null ? await knownOf(db, [digest]) : unknown;
  const found =
    manifest && release
      ? await factsOf(db, { manifest, release, environment, nowUs })
      : { facts: noFacts, unsigned: [] };
  const question: Question = {
    manifest: manifest ?? null,
    release_digest: manifest ? digest : null,
    environment,
    policy: inForce?.policy ?? null,
    facts: found.facts,
    incidents: release ? await stoppingIncidents(db, release.systemId) : [],
    submission: {
      submitted_at_us: release?.state === 'submitted' ? release.submittedAtUs : null,
      requester: release?.requestedBy ?? null,
      evaluator_owners: manifest ? await evaluatorOwners(db, manifest) : [],
      // A manifest that is no longer in force of any release was replaced.
      is_revoked: manifest !== undefined && (!release || release.state === 'withdrawn'),
    },
    ...known,
    nowUs,
  };
  return { question, inForce, release, controlRoles: found.unsigned, statements };
}

const unknown = {
  signoffs: [],
  withdrawals: [],
  invalidations: [],
  grants: [],
  statements: new Map<string, string>(),
};

/** Results, checklists and findings as they are now. */
async function factsOf(
  db: Reader,
  about: {
    manifest: NonNullable<Question['manifest']>;
    release: { id: string; systemId: string };
    environment: string;
    nowUs: number;
  },
): Promise<{ readonly facts: Facts; readonly unsigned: readonly string[] }> {
  const stage = (await environmentByName(db, about.environment))?.stage ?? 'production';
  const { facts: checklists, unsigned } = await releaseChecklists(db, { ...about, stage });
  const hasFrameworks = about.manifest.frameworks.length > 0;
  const facts = {
    suites: await suiteFacts(db, about.manifest),
    studies: await studyFacts(db, about.manifest),
    checklists: [...checklists],
    findings: await findingFacts(db, about.release),
    ...(hasFrameworks && { answers: await answersDigest(db, about.release.systemId) }),
  };
  return { facts, unsigned };
}

/** The signatures over these digests, which of them were taken back, and the roles of those who signed. */
export async function knownOf(db: Reader, digests: readonly string[]) {
  const rows =
    digests.length === 0
      ? []
      : await db
          .select()
          .from(signoffs)
          .where(inArray(signoffs.releaseDigest, [...digests]));
  const events = rows.map((row) => row.eventId);
  const withdrawn =
    events.length === 0
      ? []
      : await db.select().from(signoffWithdrawals).where(inArray(signoffWithdrawals.signoffEvent, events));
  const people = [...new Set(rows.map((row) => row.personId))];
  return {
    signoffs: rows.map(asSignOff),
    withdrawals: withdrawn.map((row) => row.signoffEvent),
    invalidations: [],
    grants: await rolesHeld(db, people),
    statements: new Map(rows.map((row) => [row.eventId, sha256Hex(row.statement)])),
  };
}

const asSignOff = (row: typeof signoffs.$inferSelect): SignOff => ({
  event: row.eventId,
  person: row.personId,
  role: row.role,
  meaning: row.meaning,
  release_digest: row.releaseDigest,
  environment: row.environment,
  method: row.method,
  signed_at_us: row.signedAtUs,
  valid_until_us: row.validUntilUs,
  answers: row.answers,
});

/** The stretches of time in which these people held roles; everybody's when no list is given. */
export async function rolesHeld(db: Reader, people?: readonly string[]): Promise<RoleHeld[]> {
  if (people?.length === 0) return [];
  const rows = await db
    .select()
    .from(roleGrants)
    .where(people ? inArray(roleGrants.personId, [...people]) : undefined);
  return rows.flatMap(({ personId: person, role, scope, fromAt, toAt }) =>
    fromAt ? [{ person, role, scope, from_us: us(fromAt), to_us: toAt ? us(toAt) : null }] : [],
  );
}
