import { eq } from 'drizzle-orm';
import { exports } from '@/db/schema/reports';
import { audited } from '@/server/kernel/audit';
import { command, type Inside } from '@/server/kernel/operation';
import { conflict, invalid, notFound, precondition } from '@/server/kernel/refusal';
import { getDocumentMaterial } from '../queries/document-material';
import { assertCertifiable } from '../rules/document';
import { buildExport } from '../rules/follow-up';
import { SealExport } from '../schema';

const oldestDraftMs = 30 * 86_400_000;
type Row = typeof exports.$inferSelect;

/** Makes the content of a draft final: a job draws the very same content again, with the seal on it. Only a person
 *  seals, signed in; what was not recorded must be accepted by its number. */
export const sealExport = command({
  event: 'document.sealed',
  input: SealExport,
  may: ['sign', 'Export'],
  target: async ({ db, input }) => {
    const [row] = await db.select().from(exports).where(eq(exports.id, input.exportId));
    if (!row) throw notFound('Export');
    return row;
  },
  run: async ({ db, ctx, input, target, nowUs }) => {
    const contentSha256 = sealable(target, nowUs);
    await stillCertifiable({ db, ctx, nowUs }, target);
    const missing = target.missingCount ?? 0;
    if (missing !== input.acceptMissing)
      throw invalid(
        'acceptMissing',
        `${missing} mandatory ${missing === 1 ? 'field is' : 'fields are'} not recorded; accept that number, or record them and make a new draft`,
      );
    const { id: _id, sha256: _sha256, finishedAt: _finishedAt, sizeBytes: _size, ...draft } = target;
    const row = {
      ...draft,
      id: ctx.ports.newId('exp'),
      state: 'queued' as const,
      format: input.format ?? target.format ?? 'pdf',
      sealedFrom: target.id,
      sealReason: input.reason,
      createdBy: ctx.actor.personId ?? ctx.actor.id,
      createdAt: new Date(nowUs / 1000),
    };
    const [made] = await db.insert(exports).values(row).onConflictDoNothing().returning();
    if (!made) throw conflict(`This draft was sealed before, as ${row.format.toUpperCase()}`);
    return audited(made, evidenceOf(made, contentSha256, input.reason), [buildExport(made.id)]);
  },
});

/** A draft of a certificate was made while the gate allowed the release; by now it may not. */
async function stillCertifiable(work: Inside, { document, ...subject }: Row): Promise<void> {
  const { systemId, releaseId, environment, incidentId } = subject;
  if (document !== 'release-certificate' || systemId === null) return;
  const asked = { systemId, releaseId, environment, incidentId };
  const { material } = await getDocumentMaterial.inside(work, asked);
  assertCertifiable(material.about);
}

function sealable({ state, sealedFrom, contentSha256, createdAt }: Row, nowUs: number): string {
  if (sealedFrom !== null) throw precondition('This file is sealed; seal the draft that it came from');
  if (state !== 'ready') throw precondition('There is no draft yet; seal it when its state is ready');
  if (contentSha256 === null)
    throw precondition(
      'Only documents and release reports can be sealed; one made before that: make it anew',
    );
  if (nowUs / 1000 - createdAt.getTime() > oldestDraftMs)
    throw precondition('This draft is older than 30 days; make a new one and seal that');
  return contentSha256;
}

const evidenceOf = (made: Row, contentSha256: string, reason: string) => ({
  entity: { ref: `export/${made.id}`, ...(made.releaseName ? { name: made.releaseName } : {}) },
  op: 'sign' as const,
  reason,
  after: {
    draft: made.sealedFrom,
    kind: made.kind,
    document: made.document,
    format: made.format,
    systemId: made.systemId,
    releaseId: made.releaseId,
    environment: made.environment,
    incidentId: made.incidentId,
    content_sha256: contentSha256,
    missing: made.missingCount ?? 0,
  },
  ...(made.releaseDigest ? { context: { release_digest: made.releaseDigest } } : {}),
});
