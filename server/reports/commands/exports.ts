import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Tx } from '@/db/client';
import { exports } from '@/db/schema/reports';
import { refusal } from '@/policies/ability';
import { incidentById } from '@/server/findings/queries/incidents';
import { audited } from '@/server/kernel/audit';
import { command, type Inside } from '@/server/kernel/operation';
import { notFound, precondition, Refusal } from '@/server/kernel/refusal';
import { environmentByName } from '@/server/gates/queries/policies';
import { releaseById } from '@/server/releases/queries/releases';
import { systemById } from '@/server/systems/queries';
import { buildExport } from '../rules/follow-up';
import { CreateExport, ExportRef, FailedExport, FinishedExport } from '../schema';

const productionName = 'production';
/** What holds nothing but facts of one system. */
const ofOneSystem: readonly string[] = ['report', 'oscal', 'document'];
const forTrailReaders =
  'This file holds the audit trail: it is for auditors, compliance officers and administrators';

/** Asks for a file; a job makes it from what is true then, of the release digest in force now. */
export const createExport = command({
  event: 'export.requested',
  input: CreateExport,
  may: ['export', 'Export'],
  target: async ({ db, ctx, input, nowUs }) => {
    const about = await subjectOf(db, input);
    const holdsTrail = !ofOneSystem.includes(input.kind);
    const systemId = holdsTrail ? null : (about?.systemId ?? null);
    const target = { orgId: ctx.actor.orgId, systemId, about };
    if (systemId === null && refusal(ctx.ability, 'read', 'Export', target) !== null)
      throw new Refusal('forbidden', forTrailReaders);
    if (input.incidentId !== undefined) await assertIncident({ db, ctx, nowUs }, input.incidentId, systemId);
    return target;
  },
  run: async ({ db, ctx, input, target: { about, ...target } }) => {
    const row = {
      id: ctx.ports.newId('exp'),
      ...target,
      kind: input.kind,
      state: 'queued' as const,
      releaseId: about?.releaseId ?? null,
      releaseDigest: about?.digest ?? null,
      releaseName: about?.name ?? null,
      environment: about?.releaseId ? (input.environment ?? productionName) : null,
      incidentId: input.incidentId ?? null,
      document: input.kind === 'oscal' ? (input.document ?? 'package') : (input.document ?? null),
      format: input.kind === 'document' || input.kind === 'report' ? (input.format ?? 'pdf') : null,
      createdBy: ctx.actor.personId ?? ctx.actor.id,
    };
    const [made] = await db.insert(exports).values(row).returning();
    if (!made) throw notFound('Export');
    const { kind, systemId, releaseId, environment, document, incidentId } = made;
    const evidence = {
      entity: { ref: `export/${made.id}`, ...(row.releaseName ? { name: row.releaseName } : {}) },
      op: 'create' as const,
      after: {
        kind,
        releaseId,
        environment,
        ...(document ? { systemId, document } : {}),
        ...(incidentId ? { incidentId } : {}),
      },
      ...(made.releaseDigest ? { context: { release_digest: made.releaseDigest } } : {}),
    };
    return audited(made, evidence, [buildExport(made.id)]);
  },
});

/** The incident is the system's, and whoever asks may read it. */
async function assertIncident({ db, ctx, nowUs }: Inside, incidentId: string, systemId: string | null) {
  const incident = await incidentById(db, incidentId, nowUs);
  const isSeen =
    incident?.systemId === systemId && refusal(ctx.ability, 'read', 'Incident', incident) === null;
  if (!isSeen) throw notFound('Incident of this system');
}

async function subjectOf(db: Tx, input: z.output<typeof CreateExport>) {
  if (input.releaseId !== undefined) return frozenRelease(db, input);
  if (input.systemId === undefined) return null;
  const system = await systemById(db, input.systemId);
  if (!system) throw notFound('System');
  return { systemId: system.id, releaseId: null, digest: null, name: system.name };
}

async function frozenRelease(db: Tx, { releaseId = '', environment }: z.output<typeof CreateExport>) {
  const release = await releaseById(db, releaseId);
  if (!release) throw notFound('Release');
  if (release.digest === null) throw precondition('This release is not frozen, so it has no digest yet');
  if (!(await environmentByName(db, environment ?? productionName))) throw notFound('Environment');
  const { id, systemId, digest, system, version } = release;
  return { systemId, releaseId: id, digest, name: `${system} ${version}` };
}

/** The file lies in the store: the export can be downloaded. Recorded once, whoever delivers it again. */
export const finishExport = command({
  event: 'export.created',
  input: FinishedExport,
  may: ['record', 'Export'],
  target: ({ db, input }) => queuedExport(db, input.exportId),
  run: async ({ db, input: { exportId, ...file }, target, nowUs }) => {
    const finishedAt = new Date(nowUs / 1000);
    await db
      .update(exports)
      .set({ ...file, state: 'ready', finishedAt })
      .where(eq(exports.id, exportId));
    const { kind, releaseDigest } = target;
    return audited(
      {},
      {
        entity: { ref: `export/${exportId}` },
        op: 'export',
        after: {
          kind,
          sha256: file.sha256,
          size: file.sizeBytes,
          manifest_sha256: file.manifestSha256,
          ...(file.contentSha256 ? { content_sha256: file.contentSha256 } : {}),
        },
        ...(releaseDigest ? { context: { release_digest: releaseDigest } } : {}),
      },
    );
  },
});

export const failExport = command({
  event: 'export.failed',
  input: FailedExport,
  may: ['record', 'Export'],
  target: ({ db, input }) => queuedExport(db, input.exportId),
  run: async ({ db, input: { exportId, reason }, nowUs }) => {
    const finishedAt = new Date(nowUs / 1000);
    await db
      .update(exports)
      .set({ state: 'failed', stateReason: reason, finishedAt })
      .where(eq(exports.id, exportId));
    return audited(
      {},
      { entity: { ref: `export/${exportId}` }, op: 'export', outcome: 'error', after: { state: 'failed' } },
    );
  },
});

async function queuedExport(db: Tx, exportId: string) {
  const { id, state } = exports;
  const queued = and(eq(id, exportId), eq(state, 'queued'));
  const [row] = await db.select().from(exports).where(queued).for('update');
  if (!row) throw notFound('Queued export');
  return row;
}

/** Who took which file is in the trail. The bytes are then read from the store by their digest. */
export const downloadExport = command({
  event: 'export.downloaded',
  input: ExportRef,
  may: ['read', 'Export'],
  target: async ({ db, input }) => {
    const [row] = await db.select().from(exports).where(eq(exports.id, input.exportId));
    if (!row) throw notFound('Export');
    return row;
  },
  run: async ({ target }) => {
    const { id, sha256, fileName, sizeBytes, releaseDigest } = target;
    if (sha256 === null || fileName === null || sizeBytes === null)
      throw precondition('This export has no file yet; ask again when its state is ready');
    return audited(
      { sha256, fileName, sizeBytes },
      {
        entity: { ref: `export/${id}` },
        op: 'export',
        after: { sha256 },
        ...(releaseDigest ? { context: { release_digest: releaseDigest } } : {}),
      },
    );
  },
});
