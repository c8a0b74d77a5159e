import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { people } from '@/db/schema/identity';
import { releases } from '@/db/schema/releases';
import { dossiers, signoffs, signoffWithdrawals } from '@/db/schema/signoff';
import { systems } from '@/db/schema/systems';
import { answersDigests } from '@/server/checklists/queries/answers';
import { caseOf } from '@/server/gates/queries/case';
import { isOutdated } from '@/server/gates/rules/quorum';
import { evaluate } from '@/server/gates/rules/evaluate';
import { list, read } from '@/server/kernel/operation';
import { keyFrom, pageOf, when } from '@/server/kernel/paging';
import { dossier, dossierDigest } from '@/server/releases/rules/dossier';
import { manifestByDigest, previousRelease, releaseById } from '@/server/releases/queries/releases';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import { changeLines, manifestChanges } from '../rules/changes';
import { CaseRef, ListSignoffs } from '../schema/inputs';
import { createHash } from 'node:crypto';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export async function personName(db: Reader, personId: string): Promise<string | undefined> {
  const [row] = await db.select({ name: people.name }).from(people).where(eq(people.id, personId));
  return row?.name;
}

const signed = {
  event: signoffs.eventId,
  orgId: signoffs.orgId,
  systemId: releases.systemId,
  system: systems.name,
  releaseId: signoffs.releaseId,
  version: releases.version,
  releaseDigest: signoffs.releaseDigest,
  dossierDigest: signoffs.dossierDigest,
  environment: signoffs.environment,
  personId: signoffs.personId,
  person: people.name,
  role: signoffs.role,
  meaning: signoffs.meaning,
  reason: signoffs.reason,
  conditions: signoffs.conditions,
  method: signoffs.method,
  keyId: signoffs.keyId,
  signedAtUs: signoffs.signedAtUs,
  validUntilUs: signoffs.validUntilUs,
  withdrawnAtUs: signoffWithdrawals.withdrawnAtUs,
  withdrawnReason: signoffWithdrawals.reason,
  answers: signoffs.answers,
};

const selectSignoffs = (db: Reader) =>
  db
    .select(signed)
    .from(signoffs)
    .innerJoin(releases, eq(releases.id, signoffs.releaseId))
    .innerJoin(systems, eq(systems.id, releases.systemId))
    .leftJoin(people, eq(people.id, signoffs.personId))
    .leftJoin(signoffWithdrawals, eq(signoffWithdrawals.signoffEvent, signoffs.eventId));

export const listSignoffs = list({
  input: ListSignoffs,
  of: 'SignOff',
  table: signoffs,
  alias: { systemId: releases.systemId },
  run: async ({ db, input, visible }) => {
    const [time, event] = keyFrom(input.cursor, 2) ?? [];
    const rows = await selectSignoffs(db)
      .where(
        and(
          visible,
          when(input.releaseId, (wanted) => eq(signoffs.releaseId, wanted)),
          when(input.environment, (wanted) => eq(signoffs.environment, wanted)),
          when(input.meaning, (wanted) => eq(signoffs.meaning, wanted)),
          when(input.personId, (wanted) => eq(signoffs.personId, wanted)),
          time === undefined
            ? undefined
            : lt(
                sql`(${signoffs.signedAtUs}, ${signoffs.eventId})`,
                sql`(${Number(time)}::bigint, ${event}::uuid)`,
              ),
        ),
      )
      .orderBy(desc(signoffs.signedAtUs), desc(signoffs.eventId))
      .limit(input.limit + 1);
    const page = pageOf(rows, input.limit, (row) => [row.signedAtUs, row.event]);
    return { ...page, items: await judged(db, page.items) };
  },
});

type Selected = Awaited<ReturnType<typeof selectSignoffs>>[number];

/** With whether the answers about the system are others by now than those that the signer saw. */
async function judged(db: Reader, rows: readonly Selected[]) {
  const bound = rows.flatMap(({ answers, systemId }) => (answers === null ? [] : [systemId]));
  const now = await answersDigests(db, bound);
  return rows.map(({ answers, ...row }) => ({
    ...row,
    isOutdated: isOutdated({ answers: now.get(row.systemId) }, { meaning: row.meaning, answers }),
  }));
}

/** All signatures over one release digest in one environment, the oldest first, withdrawn ones included. */
export async function signoffsOn(db: Reader, digest: string, environment?: string) {
  const rows = await selectSignoffs(db)
    .where(
      and(
        eq(signoffs.releaseDigest, digest),
        environment === undefined ? undefined : eq(signoffs.environment, environment),
      ),
    )
    .orderBy(asc(signoffs.signedAtUs));
  return judged(db, rows);
}

/** The signed bytes themselves, for the evidence bundle. */
export const signedStatements = (db: Reader, digest: string) =>
  db.select().from(signoffs).where(eq(signoffs.releaseDigest, digest)).orderBy(asc(signoffs.signedAtUs));

/** Every dossier of a release that a signature or an allowing decision names, as exact bytes. */
export const dossiersOn = (db: Reader, digest: string) =>
  db.select().from(dossiers).where(eq(dossiers.releaseDigest, digest)).orderBy(asc(dossiers.createdAt));

/** What changed since the newest other submitted release of the system, a line each. */
export async function changesSince(
  db: Reader,
  release: { id: string; systemId: string },
  manifest: ReleaseManifest,
): Promise<string[]> {
  const previous = await previousRelease(db, release.systemId, release.id);
  if (!previous?.digest) return [];
  return changeLines(manifestChanges((await manifestByDigest(db, previous.digest)) ?? null, manifest));
}

/** The whole case of one release in one environment, as an approver reads it. */
export const getCase = read({
  input: CaseRef,
  of: 'Release',
  run: async ({ db, input, nowUs }) => {
    const release = await releaseById(db, input.releaseId);
    if (!release) return undefined;
    const { question, inForce, controlRoles } = await caseOf(db, release.digest, input.environment, nowUs);
    const decision = evaluate(question);
    const previous = await previousRelease(db, release.systemId, release.id);
    const before = previous?.digest ? ((await manifestByDigest(db, previous.digest)) ?? null) : null;
    const head = {
      org: release.orgId,
      release_digest: release.digest ?? '',
      environment: input.environment,
      policy_digest: inForce?.digest ?? '',
    };
    return {
      ...release,
      environment: input.environment,
      inForce,
      manifest: question.manifest,
      facts: question.facts,
      controlRoles,
      decision,
      dossierDigest:
        question.manifest && inForce ? dossierDigest(dossier(head, question.facts), sha256) : null,
      previous: previous ? { id: previous.id, version: previous.version } : null,
      changes: question.manifest ? manifestChanges(before, question.manifest) : [],
      signoffs: release.digest === null ? [] : await signoffsOn(db, release.digest, input.environment),
    };
  },
});
