import { and, eq, isNull } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { roleGrants } from '@/db/schema/identity';
import { signoffs, signoffWithdrawals } from '@/db/schema/signoff';
import { isApproval, isOutdated } from '@/server/gates/rules/quorum';
import type { SignOff } from '../rules/evidence';
import { answersDigest } from './answers';

/**
 * Approvals of a release in an environment that count for its controls: live, not withdrawn, of the answers as they
 * are now, each the last word of its signer, who is no author and held the role when signing.
 */
export async function approvalsOf(
  db: Reader,
  subject: { digest: string; systemId: string; environment: string; authors: readonly string[] },
  nowUs: number,
): Promise<SignOff[]> {
  const rows = await db
    .select({
      person: signoffs.personId,
      role: signoffs.role,
      meaning: signoffs.meaning,
      atUs: signoffs.signedAtUs,
      untilUs: signoffs.validUntilUs,
      answers: signoffs.answers,
      withdrawn: signoffWithdrawals.signoffEvent,
      grant: roleGrants,
    })
    .from(signoffs)
    .leftJoin(signoffWithdrawals, eq(signoffWithdrawals.signoffEvent, signoffs.eventId))
    .leftJoin(roleGrants, and(eq(roleGrants.personId, signoffs.personId), eq(roleGrants.role, signoffs.role)))
    .where(and(eq(signoffs.releaseDigest, subject.digest), eq(signoffs.environment, subject.environment)));
  const last = new Map<string, number>();
  for (const { person, atUs } of rows) last.set(person, Math.max(atUs, last.get(person) ?? 0));
  const answers = rows.length === 0 ? undefined : await answersDigest(db, subject.systemId);
  const counts = rows.filter(
    ({ person, meaning, atUs, untilUs, withdrawn, grant, answers: seen }) =>
      isApproval({ meaning }) &&
      !isOutdated({ answers }, { meaning, answers: seen }) &&
      withdrawn === null &&
      last.get(person) === atUs &&
      untilUs > nowUs &&
      !subject.authors.includes(person) &&
      grant !== null &&
      heldAt(grant, subject.systemId, atUs),
  );
  const one = new Map(counts.map(({ person, role, atUs }) => [person, { role, byPerson: person, atUs }]));
  return [...one.values()].map((signature) => ({ ...signature, controlId: null }));
}

function heldAt(grant: typeof roleGrants.$inferSelect, systemId: string, atUs: number): boolean {
  const at = new Date(atUs / 1000);
  return (
    (grant.systemId === null || grant.systemId === systemId) &&
    grant.fromAt !== null &&
    grant.fromAt <= at &&
    (grant.toAt === null || grant.toAt > at)
  );
}

/** The roles that somebody holds at present, in the organisation or on the system. */
export async function rolesAssigned(db: Reader, systemId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ role: roleGrants.role, fromAt: roleGrants.fromAt, systemId: roleGrants.systemId })
    .from(roleGrants)
    .where(isNull(roleGrants.toAt));
  return new Set(
    rows.flatMap((row) =>
      row.fromAt && (row.systemId === null || row.systemId === systemId) ? [row.role] : [],
    ),
  );
}
