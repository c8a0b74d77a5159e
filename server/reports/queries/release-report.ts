import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '@/db/client';
import { organisations } from '@/db/schema/identity';
import { releaseManifests } from '@/db/schema/releases';
import { countHistory, entityHistory, headOf } from '@/server/audit/queries';
import { toBase64 } from '@/server/audit/rules/encoding';
import { getFacts } from '@/server/checklists/queries/system-facts';
import { namesOf } from '@/server/identity/queries/people';
import { type Inside, read } from '@/server/kernel/operation';
import { precondition } from '@/server/kernel/refusal';
import { getCase, signedStatements } from '@/server/signoff/queries/signoffs';
import { systemById } from '@/server/systems/queries';
import { requirementsOf } from '../rules/measures';
import { partsOf } from '../rules/parts';
import { voidedBecause } from '../rules/voided';
import { ReleaseReport } from '../schema';
import { frameworksOf, runsOf, studiesIn } from './report-results';

type Case = Awaited<ReturnType<typeof getCase>>;
const mostEvents = 200;
const isoOf = (us: number) => new Date(Math.floor(us / 1000)).toISOString();

/** Everything that a release report prints, as it is now. */
export const getReleaseReport = read({
  input: z.strictObject({ releaseId: z.string(), environment: z.string() }),
  of: 'Release',
  run: async ({ db, ctx, input, nowUs }) => {
    const found = await getCase.inside({ db, ctx, nowUs }, input);
    const { manifest, digest } = found;
    if (!manifest || digest === null)
      throw precondition('This release is not frozen, so there is nothing to report');
    const work = { db, ctx, nowUs };
    const system = await systemById(db, found.systemId);
    const names = await namesOf(db, [...manifest.authors, ...(system ? [system.ownerId] : [])]);
    const report = ReleaseReport.parse({
      organisation: (await organisationName(db, found.orgId)) ?? found.orgId,
      system: found.system,
      purpose: system?.purpose ?? null,
      owner: (system && names.get(system.ownerId)) ?? null,
      riskClass: await riskClassOf(work, found.systemId),
      release: {
        version: found.version,
        digest,
        dossierDigest: found.dossierDigest,
        frozenAt: await frozenAt(db, digest),
        authors: manifest.authors.map((author) => names.get(author) ?? author),
        previousDigest: manifest.previous,
      },
      parts: partsOf(manifest),
      runs: await runsOf(db, found.facts.suites),
      studies: await studiesIn(db, found.facts.studies),
      frameworks: await frameworksOf(db, found, found.facts.checklists, nowUs),
      signoffs: await signoffsOf(db, found, digest),
      gate: gateOf(found, nowUs),
      trail: await trailOf(work, found.id),
      assurance: assuranceOf(ctx.ports.assurance),
      checkpoint: await checkpointOf(db, found.orgId),
      gateUrl: `${ctx.ports.baseUrl}/releases/${found.id}`,
      generatedAt: isoOf(nowUs),
    });
    return { orgId: found.orgId, systemId: found.systemId, createdBy: found.createdBy, report };
  },
});

async function organisationName(db: Reader, orgId: string): Promise<string | undefined> {
  const [row] = await db.select().from(organisations).where(eq(organisations.id, orgId));
  return row?.name;
}

/** What follows from the answers about the system; null while they leave it open. */
async function riskClassOf(work: Inside, systemId: string): Promise<string | null> {
  const { aiAct, hipaa } = (await getFacts.inside(work, { systemId })).classification;
  const said = [
    ...(aiAct.outcome === null ? [] : [`AI Act: ${aiAct.outcome.replaceAll('_', ' ')}`]),
    ...(hipaa.outcome === null ? [] : [`HIPAA: ${hipaa.outcome.replaceAll('_', ' ')}`]),
  ];
  return said.length > 0 ? said.join('; ') : null;
}

async function frozenAt(db: Reader, digest: string): Promise<string | null> {
  const [row] = await db.select().from(releaseManifests).where(eq(releaseManifests.digest, digest));
  return row?.createdAt.toISOString() ?? null;
}

async function signoffsOf(db: Reader, { signoffs, environment }: Case, digest: string) {
  const statements = new Map(
    (await signedStatements(db, digest)).map(({ eventId, statement }) => [eventId, statement]),
  );
  return signoffs
    .filter((row) => row.environment === environment)
    .map((row) => ({
      printedName: row.person ?? row.personId,
      role: row.role,
      meaning: row.meaning,
      method: row.method,
      signedAt: isoOf(row.signedAtUs),
      statementDigest: `sha256:${createHash('sha256')
        .update(statements.get(row.event) ?? '')
        .digest('hex')}`,
      dossierDigest: row.dossierDigest,
      reason: row.reason || null,
      voidedBecause: voidedBecause(row),
    }));
}

function gateOf({ environment, inForce, decision }: Case, nowUs: number) {
  const until = decision.verdict === 'allow' ? decision.holds_until_us : null;
  return {
    environment,
    policyDigest: inForce?.digest ?? null,
    requirements: inForce ? requirementsOf(inForce.policy, decision.reasons) : [],
    decision: decision.verdict,
    reasons: decision.reasons.map(({ code, message }) => ({ code, message })),
    decidedAt: isoOf(nowUs),
    validUntil: until === null ? null : isoOf(until),
  };
}

/** The newest events of the release, oldest first. */
async function trailOf(work: Inside, releaseId: string) {
  const entity = `release/${releaseId}`;
  const { items } = await entityHistory.inside(work, { entity, limit: mostEvents });
  const events = items.flatMap(({ index, event, actorName }) =>
    index === null
      ? []
      : [
          {
            index,
            at: isoOf(event.at_us),
            event: event.type,
            actor: actorName ?? event.actor.id ?? event.actor.kind,
            subject: event.entity.name ?? event.entity.ref,
            reason: event.reason ?? null,
          },
        ],
  );
  return { total: await countHistory(work.db, entity), events: events.reverse() };
}

async function checkpointOf(db: Reader, orgId: string) {
  const head = await headOf(db, orgId);
  return head
    ? {
        origin: head.origin,
        size: head.size,
        root: toBase64(head.root),
        signedAt: head.signedAt?.toISOString() ?? null,
      }
    : null;
}

const assuranceNotes = {
  embedded: ['Single node: the database ran inside the server. Nobody but its operator watched it.'],
  'single-login': ['The server works with one database login, which could change tables without the portal.'],
  separated: [],
} as const;

const assuranceOf = (assurance: keyof typeof assuranceNotes) => ({
  mode: assurance === 'embedded' ? ('embedded' as const) : ('postgres' as const),
  notes: [
    ...assuranceNotes[assurance],
    'No outside witness signs the checkpoints yet: keep earlier checkpoints to detect a rewritten log.',
  ],
});
