import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { incidentNotices, incidents } from '@/db/schema/findings';
import { askFactsJobName } from '@/server/checklists/rules/job-names';
import { audited } from '@/server/kernel/audit';
import { authorOf } from '@/server/kernel/context';
import { command } from '@/server/kernel/operation';
import { invalid, notFound, precondition } from '@/server/kernel/refusal';
import { systemById } from '@/server/systems/queries';
import { incidentById } from '../queries/incidents';
import { CloseIncident, EditIncident, OpenIncident, RecordNotice } from '../schema/incidents';

type Row = typeof incidents.$inferSelect;
const day = 86_400_000;
const longestAgoDays = 3660;
/** A clock of the reporter may run a little ahead of the database's. */
const toleranceMs = 60_000;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What the trail keeps of an incident: its words as digests. */
const facts = ({ description, resolution, ...row }: Row) => ({
  ...row,
  description: sha256(description),
  resolution: resolution && sha256(resolution),
});

async function lockedIncident(db: Tx, incidentId: string): Promise<Row> {
  const [row] = await db.select().from(incidents).where(eq(incidents.id, incidentId)).for('update');
  if (!row) throw notFound('Incident');
  return row;
}

/** The instant that a text means; it must not lie in the future. */
function past(field: string, text: string, nowUs: number): Date {
  const date = new Date(text);
  const ms = nowUs / 1000 - date.getTime();
  if (ms < -toleranceMs) throw invalid(field, `${field} must not lie in the future`);
  if (ms > longestAgoDays * day) throw invalid(field, `${field} must be at most ${longestAgoDays} days ago`);
  return date;
}

const assertOpen = ({ state }: Row) => {
  if (state !== 'open') throw precondition('This incident is closed; report a new one');
};

interface Changing {
  readonly db: Tx;
  readonly target: Row;
  readonly nowUs: number;
}
async function changed({ db, target, nowUs }: Changing, set: Partial<Row>, reason?: string) {
  const [after] = await db.update(incidents).set(set).where(eq(incidents.id, target.id)).returning();
  const incident = await incidentById(db, target.id, nowUs);
  if (!after || !incident) throw notFound('Incident');
  return audited(incident, {
    entity: { ref: `incident/${target.id}`, name: target.title },
    before: facts(target),
    after: facts(after),
    ...(reason === undefined ? {} : { reason }),
  });
}

export const openIncident = command({
  event: 'incident.opened',
  input: OpenIncident,
  may: ['create', 'Incident'],
  target: async ({ db, ctx, input }) => {
    const system = await systemById(db, input.systemId);
    if (!system) throw notFound('System');
    return { orgId: ctx.actor.orgId, systemId: system.id, createdBy: authorOf(ctx) };
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const awareAt = input.awareAt ? past('awareAt', input.awareAt, nowUs) : new Date(nowUs / 1000);
    const occurredAt = input.occurredAt ? past('occurredAt', input.occurredAt, nowUs) : null;
    if (occurredAt && occurredAt > awareAt)
      throw invalid('occurredAt', 'occurredAt must not be later than awareAt');
    const ownerId = input.ownerId ?? ctx.actor.personId;
    if (ownerId === null) throw invalid('ownerId', 'ownerId must name the person who leads the response');
    const row = {
      ...input,
      ...target,
      awareAt,
      occurredAt,
      ownerId,
      id: ctx.ports.newId('inc'),
      state: 'open',
    } as const;
    const [created] = await db.insert(incidents).values(row).returning();
    const incident = await incidentById(db, row.id, nowUs);
    if (!created || !incident) throw notFound('Incident');
    return audited(
      incident,
      { entity: { ref: `incident/${row.id}`, name: row.title }, after: facts(created) },
      [{ name: askFactsJobName, payload: { systemId: target.systemId } }],
    );
  },
});

export const editIncident = command({
  event: 'incident.edited',
  input: EditIncident,
  may: ['edit', 'Incident'],
  target: ({ db, input }) => lockedIncident(db, input.incidentId),
  run: async (work) => {
    const { incidentId: _, reason, ...wanted } = work.input;
    assertOpen(work.target);
    return changed(work, wanted, reason);
  },
});

/** That a notice was made, or why none was. A later record for the same clock corrects an earlier one. */
export const recordNotice = command({
  event: 'incident.noticed',
  input: RecordNotice,
  may: ['edit', 'Incident'],
  target: ({ db, input }) => lockedIncident(db, input.incidentId),
  run: async ({ db, ctx, input: { incidentId, ...notice }, target, nowUs }) => {
    const madeAt = notice.madeAt ? past('madeAt', notice.madeAt, nowUs) : null;
    if (madeAt && madeAt < target.awareAt)
      throw invalid(
        'madeAt',
        `madeAt must not be before the organisation became aware (${target.awareAt.toISOString()})`,
      );
    const before = await incidentById(db, incidentId, nowUs);
    if (!before?.clocks.some(({ name }) => name === notice.clock))
      throw invalid('clock', 'clock is not one that runs for this incident');
    const row = {
      ...notice,
      id: ctx.ports.newId('ntc'),
      orgId: target.orgId,
      incidentId,
      madeAt,
      createdBy: authorOf(ctx),
    };
    await db.insert(incidentNotices).values(row);
    const incident = await incidentById(db, incidentId, nowUs);
    if (!incident) throw notFound('Incident');
    return audited(incident, {
      op: 'update',
      entity: { ref: `incident/${incidentId}`, name: target.title },
      after: { clock: row.clock, madeAt: row.madeAt, note: sha256(row.note) },
    });
  },
});

/** Refused while the law still asks for a notice: record it, or why none is made. */
export const closeIncident = command({
  event: 'incident.closed',
  input: CloseIncident,
  may: ['edit', 'Incident'],
  target: ({ db, input }) => lockedIncident(db, input.incidentId),
  run: async (work) => {
    const { db, ctx, target, nowUs, input } = work;
    assertOpen(target);
    const waiting = (await incidentById(db, target.id, nowUs))?.clocks.filter(({ state }) =>
      ['running', 'late'].includes(state),
    );
    if (waiting && waiting.length > 0)
      throw precondition(
        `Record first, for each of these, that the notice was made or why none is: ${waiting.map(({ law }) => law).join(', ')}`,
      );
    const closedAt = new Date(nowUs / 1000);
    return changed(work, {
      state: 'closed',
      resolution: input.resolution,
      closedBy: authorOf(ctx),
      closedAt,
    });
  },
});
