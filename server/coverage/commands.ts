import { coverageRecords, coverageRounds } from '@/db/schema/coverage';
import { audited } from '@/server/kernel/audit';
import { command } from '@/server/kernel/operation';
import { coverageJobName } from './rules/job-names';
import { NoInput, RecordCoverage } from './schema';

/** Keeps what a round found changed; by the job alone. */
export const recordCoverage = command({
  event: 'coverage.recorded',
  input: RecordCoverage,
  may: ['record', 'Assessment'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, systemId: '', ownerRole: '' }),
  run: async ({ db, ctx, input: { upTo, systems, records }, nowUs }) => {
    const { orgId } = ctx.actor;
    const recordedAt = new Date(nowUs / 1000);
    const rows = records.map((record) => ({ ...record, id: ctx.ports.newId('cov'), orgId, recordedAt }));
    for (let at = 0; at < rows.length; at += 500)
      await db.insert(coverageRecords).values(rows.slice(at, at + 500));
    const round = { id: ctx.ports.newId('cvr'), orgId, upTo, systems, changed: rows.length, recordedAt };
    await db.insert(coverageRounds).values(round);
    const after = { systems, changed: rows.length, up_to: upTo };
    return audited(
      { systems, changed: rows.length },
      { entity: { ref: `organisation/${orgId}` }, op: 'create', after },
    );
  },
});

/** Looks at all systems now instead of with the next round. */
export const refreshCoverage = command({
  event: 'coverage.requested',
  input: NoInput,
  may: ['edit', 'Assessment'],
  target: async ({ ctx }) => ({ orgId: ctx.actor.orgId, systemId: '', ownerRole: '' }),
  run: async ({ ctx }) =>
    audited(
      { queued: true },
      { entity: { ref: `organisation/${ctx.actor.orgId}` }, op: 'update', change: [] },
      [{ name: coverageJobName, payload: { isAsked: true } }],
    ),
});
