import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { coverageRecords, coverageRounds } from '@/db/schema/coverage';
import { environments } from '@/db/schema/gates';
import { auditEvents } from '@/db/schema/kernel';
import { releases } from '@/db/schema/releases';
import { systems } from '@/db/schema/systems';
import { judgedChecklist } from '@/server/checklists/queries/judged';
import { packsFor, packsUsedBy, refsOf } from '@/server/checklists/queries/packs';
import { closedStatuses } from '@/server/checklists/rules/control-state';
import { list, read } from '@/server/kernel/operation';
import { manifestByDigest } from '@/server/releases/queries/releases';
import { systemById } from '@/server/systems/queries';
import { type CoverageRecord, NoInput, SystemOf } from '../schema';

/** What a round has to look at, and how far the last one was. */
export const getRoundState = list({
  input: NoInput,
  of: 'System',
  table: systems,
  alias: { systemId: systems.id },
  run: async ({ db, visible }) => {
    const found = await db.select({ id: systems.id }).from(systems).where(visible).orderBy(systems.id);
    const [last] = await db.select().from(coverageRounds).orderBy(desc(coverageRounds.recordedAt)).limit(1);
    const [newest] = await db
      .select({ id: sql<string | null>`max(${auditEvents.id})::text` })
      .from(auditEvents)
      .where(sql`${auditEvents.type} not like 'coverage.%'`);
    return { systemIds: found.map(({ id }) => id), upTo: newest?.id ?? '', last: last ?? null };
  },
});

/** The newest record of each framework of a system. */
export const newestOf = (db: Reader, systemId: string) =>
  db
    .selectDistinctOn([coverageRecords.framework])
    .from(coverageRecords)
    .where(eq(coverageRecords.systemId, systemId))
    .orderBy(coverageRecords.framework, desc(coverageRecords.recordedAt));

/** The newest frozen release, where the organisation runs what is in production. */
async function currentRelease(db: Reader, systemId: string) {
  const [release] = await db
    .select({ id: releases.id, digest: releases.digest })
    .from(releases)
    .where(
      and(
        eq(releases.systemId, systemId),
        isNotNull(releases.digest),
        inArray(releases.state, ['frozen', 'submitted']),
      ),
    )
    .orderBy(desc(releases.createdAt), desc(releases.id))
    .limit(1);
  const [place] = await db
    .select()
    .from(environments)
    .where(eq(environments.stage, 'production'))
    .orderBy(environments.name)
    .limit(1);
  const manifest = release?.digest ? await manifestByDigest(db, release.digest) : undefined;
  return release?.digest && manifest && place
    ? { id: release.id, digest: release.digest, manifest, environment: place.name }
    : null;
}

/** How far a system is with each of its frameworks now, and which of that differs from what was recorded last. */
export const getSystemCoverage = read({
  input: SystemOf,
  of: 'System',
  run: async ({ db, input: { systemId }, nowUs }) => {
    const system = await systemById(db, systemId);
    if (!system) return undefined;
    const release = await currentRelease(db, systemId);
    const packs = release ? await packsFor(db, refsOf(release.manifest)) : await packsUsedBy(db, systemId);
    const subject = {
      orgId: system.orgId,
      systemId,
      release: release && { digest: release.digest, manifest: release.manifest },
      environment: release?.environment ?? '',
      stage: 'production' as const,
      frameworks: packs.map(({ id }) => id),
    };
    const { inputs, checklist } = await judgedChecklist(db, subject, nowUs);
    const frameworkOf = new Map(inputs.controls.map(({ id, framework }) => [id, framework as string]));
    const records = packs.map(({ id, digest }): CoverageRecord => {
      const tally = checklist.byFramework.get(id);
      const applicable = tally?.applicable ?? 0;
      return {
        systemId,
        framework: id,
        releaseId: release?.id ?? null,
        environment: subject.environment,
        pack: digest,
        applicable,
        met: Math.round((tally?.coverage ?? 0) * applicable),
        blocking: tally?.blocking ?? 0,
        byStatus: { ...tally?.byStatus },
        gaps: checklist.controls
          .filter(({ controlId, status }) => frameworkOf.get(controlId) === id && isGap(status))
          .map(({ controlId, status, blocks }) => ({ controlId, status, blocks })),
      };
    });
    const { orgId, createdBy } = system;
    return { orgId, systemId, createdBy, changed: changedOf(records, await newestOf(db, systemId)) };
  },
});

const isGap = (status: string) =>
  status !== 'set_aside' && !closedStatuses.some((closed) => closed === status && closed !== 'waived');

type Recorded = Awaited<ReturnType<typeof newestOf>>;

/** Those that differ, and a framework that is used no more as one to which nothing applies. */
function changedOf(records: readonly CoverageRecord[], recorded: Recorded): CoverageRecord[] {
  const plain = ({
    systemId,
    framework,
    releaseId,
    environment,
    pack,
    applicable,
    met,
    blocking,
    byStatus,
    gaps,
  }: CoverageRecord) => ({
    systemId,
    framework,
    releaseId,
    environment,
    pack,
    applicable,
    met,
    blocking,
    byStatus,
    gaps,
  });
  const before = new Map(
    recorded.map((row) => [row.framework, textOf(plain({ ...row, gaps: [...row.gaps] }))]),
  );
  const gone = recorded
    .filter(
      ({ framework, applicable }) => applicable > 0 && !records.some((one) => one.framework === framework),
    )
    .map((row) => ({ ...plain({ ...row, gaps: [] }), applicable: 0, met: 0, blocking: 0, byStatus: {} }));
  return [...records.filter((one) => before.get(one.framework) !== textOf(plain(one))), ...gone];
}

/** Objects come back from the database with their keys in another order. */
const textOf = (value: object): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
