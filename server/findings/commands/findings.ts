import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { findings } from '@/db/schema/findings';
import { audited } from '@/server/kernel/audit';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { ahead } from '@/server/kernel/due';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, precondition } from '@/server/kernel/refusal';
import { releaseById } from '@/server/releases/queries/releases';
import { systemById } from '@/server/systems/queries';
import { findingById } from '../queries/findings';
import { AcceptFinding, EditFinding, OpenFinding, RemediateFinding, VerifyFinding } from '../schema/findings';

type Row = typeof findings.$inferSelect;
const farthestDays = 3660;
const longestAcceptanceDays = 366;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What the trail keeps of a finding: its words as digests. */
const facts = ({ description, remediation, resolution, ...row }: Row) => ({
  ...row,
  description: sha256(description),
  remediation: remediation && sha256(remediation),
  resolution: resolution && sha256(resolution),
});

async function lockedFinding(db: Tx, findingId: string): Promise<Row> {
  const [row] = await db.select().from(findings).where(eq(findings.id, findingId)).for('update');
  if (!row) throw notFound('Finding');
  return row;
}

const assertNotClosed = ({ state }: Row) => {
  if (state === 'closed') throw precondition('This finding is closed; open a new one');
};

/** Neither accepting nor easing, postponing or handing over, which would let the owner accept next. */
const assertNotOwner = ({ target, ctx }: { readonly target: Row; readonly ctx: Ctx }) => {
  if (target.ownerId === ctx.actor.personId)
    throw precondition('Four eyes: you own this finding, so someone else must change it or accept its risk');
};

interface Changing {
  readonly db: Tx;
  readonly target: Row;
  readonly nowUs: number;
}
async function changed({ db, target, nowUs }: Changing, set: Partial<Row>, reason?: string) {
  const [after] = await db.update(findings).set(set).where(eq(findings.id, target.id)).returning();
  const finding = await findingById(db, target.id, nowUs);
  if (!after || !finding) throw notFound('Finding');
  return audited(finding, {
    entity: { ref: `finding/${target.id}`, name: target.title },
    before: facts(target),
    after: facts(after),
    ...(reason === undefined ? {} : { reason }),
  });
}

export const openFinding = command({
  event: 'finding.opened',
  input: OpenFinding,
  may: ['create', 'Finding'],
  target: async ({ db, ctx, input }) => {
    const system = await systemById(db, input.systemId);
    if (!system) throw notFound('System');
    return { orgId: ctx.actor.orgId, systemId: system.id, createdBy: authorOf(ctx), remediatedBy: null };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const dueAt = input.dueAt === undefined ? null : ahead('dueAt', input.dueAt, nowUs, farthestDays);
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who sees to the finding');
    if (input.releaseId !== undefined) {
      const release = await releaseById(db, input.releaseId);
      if (release?.systemId !== target.systemId)
        throw invalid('releaseId', 'releaseId is not a release of this system');
    }
    const row = { ...input, ...target, dueAt, id: ctx.ports.newId('fnd'), state: 'open', ownerId } as const;
    const [created] = await db.insert(findings).values(row).returning();
    const finding = await findingById(db, row.id, nowUs);
    if (!created || !finding) throw notFound('Finding');
    return audited(finding, {
      entity: { ref: `finding/${row.id}`, name: row.title },
      after: facts(created),
    });
  },
});

/** Severity, owner and due date: a later date is a decision of those who settle findings, but do not own it. */
export const editFinding = command({
  event: 'finding.edited',
  input: EditFinding,
  may: ['assess', 'Finding'],
  target: ({ db, input }) => lockedFinding(db, input.findingId),
  run: async (work) => {
    const { findingId: _, reason, dueAt: due, ...wanted } = work.input;
    assertNotClosed(work.target);
    assertNotOwner(work);
    const isSame = typeof due === 'string' && work.target.dueAt?.toISOString().startsWith(due);
    if (due === undefined || isSame) return changed(work, wanted, reason);
    const dueAt = due === null ? null : ahead('dueAt', due, work.nowUs, farthestDays);
    return changed(work, { ...wanted, dueAt }, reason);
  },
});

export const remediateFinding = command({
  event: 'finding.remediated',
  input: RemediateFinding,
  may: ['edit', 'Finding'],
  target: ({ db, input }) => lockedFinding(db, input.findingId),
  run: async (work) => {
    assertNotClosed(work.target);
    const remediatedBy = authorOf(work.ctx);
    const remediatedAt = new Date(work.nowUs / 1000);
    const { remediation } = work.input;
    return changed(work, {
      state: 'remediated',
      remediation,
      remediatedBy,
      remediatedAt,
      acceptedUntil: null,
    });
  },
});

/** By somebody else than who remediated it. */
export const verifyFinding = command({
  event: 'finding.verified',
  input: VerifyFinding,
  may: ['assess', 'Finding'],
  target: ({ db, input }) => lockedFinding(db, input.findingId),
  run: async (work) => {
    const { outcome, reason } = work.input;
    if (work.target.state !== 'remediated')
      throw precondition('Only a remediated finding can be verified; say first what was done');
    const resolvedAt = new Date(work.nowUs / 1000);
    return outcome === 'closed'
      ? changed(
          work,
          { state: 'closed', resolution: reason, resolvedBy: authorOf(work.ctx), resolvedAt },
          reason,
        )
      : changed(work, { state: 'open' }, reason);
  },
});

/** A risk taken for a time: it does not block before `until`, and does from then on. */
export const acceptFinding = command({
  event: 'finding.accepted',
  input: AcceptFinding,
  may: ['assess', 'Finding'],
  target: ({ db, input }) => lockedFinding(db, input.findingId),
  run: async (work) => {
    const { reason, until } = work.input;
    assertNotClosed(work.target);
    const acceptedUntil = ahead('until', until, work.nowUs, longestAcceptanceDays);
    assertNotOwner(work);
    const resolvedAt = new Date(work.nowUs / 1000);
    return changed(
      work,
      {
        state: 'accepted',
        acceptedUntil,
        resolution: reason,
        resolvedBy: authorOf(work.ctx),
        resolvedAt,
      },
      reason,
    );
  },
});
