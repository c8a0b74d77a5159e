import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { releaseManifests } from '@/db/schema/releases';
import { factModel } from '@/policies/frameworks/facts';
import { evidenceByIds } from '@/server/checklists/queries/known';
import { judgedChecklist } from '@/server/checklists/queries/judged';
import { packsFor, packsUsedBy, refsOf } from '@/server/checklists/queries/packs';
import type { ControlState } from '@/server/checklists/rules/control-state';
import { derive } from '@/server/checklists/rules/derive';
import { unsettledFindings } from '@/server/findings/queries/findings';
import { environmentByName } from '@/server/gates/queries/policies';
import { namesOf } from '@/server/identity/queries/people';
import { type Inside, read } from '@/server/kernel/operation';
import { notFound, precondition } from '@/server/kernel/refusal';
import { manifestByDigest } from '@/server/releases/queries/releases';
import { getCase } from '@/server/signoff/queries/signoffs';
import { systemById } from '@/server/systems/queries';
import type { OscalCase, OscalEvidence, OscalFinding, OscalPack } from '../rules/oscal-document';
import { partsOf } from '../rules/parts';
import { voidedBecause } from '../rules/voided';
import { makerOf } from './oscal-maker';

const isoOf = (us: number) => new Date(Math.floor(us / 1000)).toISOString();

const idsOf = (packs: readonly OscalPack[]) => packs.map(({ id }) => id);

const Asked = z.strictObject({
  systemId: z.string(),
  releaseId: z.string().nullable(),
  environment: z.string().nullable(),
});

/** Everything that the OSCAL documents about a system or a release say, as it is now. */
export const getOscalCase = read({
  input: Asked,
  of: 'System',
  run: async ({ db, ctx, input, nowUs }) => {
    const system = await systemById(db, input.systemId);
    if (!system) return undefined;
    const about = await subjectOf({ db, ctx, nowUs }, input, system.orgId);
    const { inputs, checklist } = await judgedChecklist(db, about.subject, nowUs);
    const { aiAct, hipaa } = derive(factModel, inputs.facts, nowUs);
    const names = await namesOf(db, [system.ownerId]);
    const oscal: OscalCase = {
      maker: await makerOf(db, system.orgId, nowUs),
      system: { ...system, owner: { id: system.ownerId, name: names.get(system.ownerId) ?? system.ownerId } },
      release: about.release,
      environment: about.subject.environment,
      answers: answersIn(inputs.facts.answerOf),
      aiActClass: aiAct.outcome,
      hipaaStatus: hipaa.outcome,
      parts: about.parts,
      packs: about.packs,
      states: checklist.controls,
      evidence: await evidenceOf(db, checklist.controls, ctx.ports.baseUrl),
      signoffs: about.signoffs,
      findings: await findingsOf(db, input, nowUs),
    };
    return { orgId: system.orgId, systemId: system.id, createdBy: system.createdBy, oscal };
  },
});

async function subjectOf(work: Inside, input: z.output<typeof Asked>, orgId: string) {
  const { systemId, releaseId, environment: named } = input;
  if (releaseId === null || named === null) {
    const packs = await packsUsedBy(work.db, systemId);
    const subject = { orgId, systemId, release: null, environment: '', stage: 'production' as const };
    return {
      subject: { ...subject, frameworks: idsOf(packs) },
      packs,
      release: null,
      parts: [],
      signoffs: [],
    };
  }
  const environment = await environmentByName(work.db, named);
  if (!environment) throw notFound('Environment');
  const found = await getCase.inside(work, { releaseId, environment: named });
  const manifest = found.digest === null ? undefined : await manifestByDigest(work.db, found.digest);
  if (found.digest === null || !manifest || found.systemId !== systemId)
    throw precondition('This release is not frozen, so there is nothing to export');
  const packs = await packsFor(work.db, refsOf(manifest));
  return {
    packs,
    subject: {
      orgId,
      systemId,
      release: { digest: found.digest, manifest },
      environment: environment.name,
      stage: environment.stage,
      frameworks: idsOf(packs),
    },
    release: {
      id: found.id,
      version: found.version,
      digest: found.digest,
      frozenAt: await frozenAt(work.db, found.digest),
      decision: found.decision.verdict,
    },
    parts: partsOf(manifest).filter(({ kind }) => kind !== 'framework'),
    signoffs: found.signoffs.map(signoffOf),
  };
}

type Signed = Awaited<ReturnType<typeof getCase>>['signoffs'][number];
const signoffOf = (row: Signed) => ({
  id: row.event,
  personId: row.personId,
  name: row.person ?? row.personId,
  role: row.role,
  meaning: row.meaning,
  reason: row.reason,
  signedAt: isoOf(row.signedAtUs),
  digest: row.releaseDigest,
  voidedBecause: voidedBecause(row),
});

async function findingsOf(db: Reader, about: z.output<typeof Asked>, nowUs: number): Promise<OscalFinding[]> {
  const rows = await unsettledFindings(db, about, nowUs);
  const names = await namesOf(
    db,
    rows.map(({ ownerId }) => ownerId),
  );
  return rows.map(({ ownerId, dueAt, acceptedUntil, ...row }) => ({
    ...row,
    dueAt: dueAt?.toISOString() ?? null,
    acceptedUntil: acceptedUntil?.toISOString() ?? null,
    owner: { id: ownerId, name: names.get(ownerId) ?? ownerId },
  }));
}

async function frozenAt(db: Reader, digest: string): Promise<string> {
  const [row] = await db.select().from(releaseManifests).where(eq(releaseManifests.digest, digest));
  if (!row) throw notFound('Manifest');
  return row.createdAt.toISOString();
}

function answersIn(answerOf: (fact: string) => unknown): OscalCase['answers'] {
  const facts = [...factModel.questions, ...factModel.releaseFacts].map(
    ({ id }) => [id, answerOf(id)] as const,
  );
  return Object.fromEntries(
    facts.filter(
      (entry): entry is [string, boolean | string | readonly string[]] =>
        entry[1] !== undefined && entry[1] !== null,
    ),
  );
}

async function evidenceOf(
  db: Reader,
  states: readonly ControlState[],
  baseUrl: string,
): Promise<OscalEvidence[]> {
  const ids = [...new Set(states.flatMap(({ evidence }) => evidence.map(({ id }) => id)))].sort();
  const rows = await evidenceByIds(db, ids);
  return rows.map(({ row }) => ({
    id: row.id,
    type: row.type,
    title: row.title,
    sha256: row.sha256,
    mediaType: row.mediaType,
    href: row.url ?? `${baseUrl}/api/v1/evidence/${row.id}${row.fileName ? '/file' : ''}`,
    givenAt: row.createdAt.toISOString(),
    validUntil: row.validUntil?.toISOString() ?? null,
  }));
}
