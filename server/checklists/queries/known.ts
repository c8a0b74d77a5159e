import { and, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Reader, Tx } from '@/db/client';
import { controlAssessments, evidence, facts } from '@/db/schema/checklists';
import { systems } from '@/db/schema/systems';
import type { Disposition } from '@/policies/frameworks/contract';
import { vendorsOf } from '@/server/registry/queries/vendors';
import type { Assessment } from '../rules/assessment';
import type { EvidenceItem } from '../rules/evidence';
import type { Answers } from '../rules/expression';

const us = (time: Date) => time.getTime() * 1000;

/** A system, held until the transaction of the caller ends: answers to it come one after the other. */
export async function heldSystem(db: Tx, systemId: string) {
  const [row] = await db.select().from(systems).where(eq(systems.id, systemId)).for('update');
  return row && { orgId: row.orgId, systemId: row.id, name: row.name };
}

/** The answers in force about a system. */
export async function answersOf(db: Reader, systemId: string) {
  const rows = await db.select().from(facts).where(eq(facts.systemId, systemId)).orderBy(facts.fact);
  const answers: Answers = Object.fromEntries(rows.map(({ fact, answer }) => [fact, answer]));
  return { rows, answers };
}

const replaced = sql<boolean>`exists (select 1 from evidence newer
  where newer.supersedes = evidence.id and newer.state = 'valid')`;

/** The last word of a reviewer. */
const rejected = sql<boolean>`coalesce((select r.decision = 'rejected' from evidence_reviews r
  where r.evidence_id = evidence.id order by r.created_at desc, r.id desc limit 1), false)`;

export const evidenceColumns = { row: evidence, replaced, rejected };
export type EvidenceRow = {
  readonly row: typeof evidence.$inferSelect;
  readonly replaced: boolean;
  readonly rejected: boolean;
};

/** The state that the checklists judge: a newer item or the time may have ended it. */
export function stateOf(
  { row, replaced: isReplaced, rejected: isRejected }: EvidenceRow,
  nowUs: number,
): EvidenceItem['state'] {
  if (row.state === 'revoked') return 'revoked';
  if (isRejected) return 'rejected';
  if (isReplaced) return 'superseded';
  return row.validUntil && us(row.validUntil) <= nowUs ? 'expired' : 'valid';
}

/** Everything given as evidence that may reach this system. */
export async function evidenceFor(db: Reader, systemId: string, nowUs: number): Promise<EvidenceItem[]> {
  const vendors = await vendorsOf(db, systemId);
  const known = [...vendors.used, ...vendors.former].map(({ id }) => id);
  const ofVendors = and(eq(evidence.bindingKind, 'vendor'), inArray(evidence.bindingId, known));
  const wide = and(isNull(evidence.systemId), ne(evidence.bindingKind, 'vendor'));
  const rows = await db
    .select(evidenceColumns)
    .from(evidence)
    .where(or(eq(evidence.systemId, systemId), wide, ofVendors));
  return rows.map(asItem(nowUs)).map(withVendor(vendors));
}

/** An item of a vendor with what happened to that vendor. */
function withVendor({ used, former, changedOf }: Awaited<ReturnType<typeof vendorsOf>>) {
  const lost = new Map([
    ...former.map(({ id, name }) => [id, `given for ${name}, which the system no longer uses`] as const),
    ...used
      .filter(({ isEnded }) => isEnded)
      .map(({ id, name }) => [id, `${name} was removed from the register of vendors`] as const),
  ]);
  return (item: EvidenceItem): EvidenceItem => {
    if (item.binding.kind !== 'vendor') return item;
    const [lostWith, changedUs] = [lost.get(item.binding.id), changedOf.get(item.binding.id)];
    return {
      ...item,
      ...(lostWith === undefined ? {} : { lostWith }),
      ...(changedUs === undefined ? {} : { vendorChangedUs: changedUs }),
    };
  };
}

const asItem =
  (nowUs: number) =>
  (found: EvidenceRow): EvidenceItem => {
    const { row } = found;
    return {
      id: row.id,
      type: row.type,
      binding: { kind: row.bindingKind, id: row.bindingId },
      givenAtUs: us(row.createdAt),
      validUntilUs: row.validUntil && us(row.validUntil),
      state: stateOf(found, nowUs),
      sha256: row.sha256,
      ...(row.record ? { record: row.record } : {}),
      isCaptured: row.givenAs === 'link' && row.sizeBytes !== null,
    };
  };

/** Every assessment of these controls that may reach this system. */
export async function assessmentsFor(
  db: Reader,
  systemId: string,
  controlIds: readonly string[],
): Promise<Assessment[]> {
  if (controlIds.length === 0) return [];
  const rows = await db
    .select()
    .from(controlAssessments)
    .where(
      and(
        inArray(controlAssessments.systemId, [systemId, '']),
        // One parameter: a statement of hundreds is written and planned anew each time.
        sql`${controlAssessments.controlId} = any(${`{${controlIds.join(',')}}`}::text[])`,
      ),
    )
    .orderBy(controlAssessments.createdAt, controlAssessments.id);
  return rows.map(asAssessment);
}

export const asAssessment = (row: typeof controlAssessments.$inferSelect): Assessment => ({
  controlId: row.controlId,
  disposition: row.disposition as Disposition,
  role: row.ownerRole,
  reason: row.reason,
  evidenceIds: row.evidenceIds,
  byPerson: row.byPerson,
  atUs: us(row.createdAt),
  binding: { kind: row.bindingKind, id: row.bindingId },
  environment: row.environment,
  untilUs: row.until && us(row.until),
  asked: row.asked,
});

export async function evidenceByIds(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .select(evidenceColumns)
    .from(evidence)
    .where(inArray(evidence.id, [...ids]))
    .orderBy(desc(evidence.createdAt));
}
