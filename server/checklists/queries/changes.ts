import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { auditEvents } from '@/db/schema/kernel';
import { releaseManifests } from '@/db/schema/releases';
import { vendorsOf } from '@/server/registry/queries/vendors';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import type { Changes, EarlierReleases } from '../rules/evidence';

const parts = ['model_version', 'prompt_version', 'dataset'] as const;
type Part = (typeof parts)[number];
const partsOf: Readonly<
  Record<Part, (manifest: ReleaseManifest) => readonly { digest: { sha256: string } }[]>
> = {
  model_version: ({ artifacts }) => artifacts,
  prompt_version: ({ prompts }) => prompts,
  dataset: ({ datasets }) => datasets,
};
const newestManifests = 200;

export interface History {
  readonly changes: Changes;
  /** Earlier frozen releases of the system, with the parts that differ now. */
  readonly earlier: EarlierReleases;
  /** The one that this release replaces, else the one frozen before it; null for the first. */
  readonly before: ReleaseManifest | null;
}

/**
 * When what the release is made of last changed within its system: the freeze of the first manifest of the unbroken
 * series with the same parts, among the newest 200. Nothing changed when that is the system's first manifest. The
 * purpose changes when the system is edited so, the facts when an answer is.

 */
export async function historyOf(
  db: Reader,
  { systemId, releaseDigest }: { systemId: string; releaseDigest: string | null },
): Promise<History> {
  const [series, ofSystem, { changedUs: vendor }] = await Promise.all([
    releaseDigest === null ? [] : seriesOf(db, systemId, releaseDigest),
    systemChanged(db, systemId),
    vendorsOf(db, systemId),
  ]);
  const last = series.at(-1);
  const older = series.slice(0, -1);
  const earlier = new Map(
    last ? older.map(({ digest, manifest }) => [digest, since(manifest, last.manifest)]) : [],
  );
  const replaced = older.find(({ digest }) => digest === last?.manifest.previous) ?? older.at(-1);
  return {
    changes: { ...partsChanged(series), ...ofSystem, ...(vendor === null ? {} : { vendor }) },
    earlier,
    before: replaced?.manifest ?? null,
  };
}

interface Frozen {
  readonly digest: string;
  readonly manifest: ReleaseManifest;
  readonly atUs: number;
}

/** The manifests of the system up to this one, oldest first. */
async function seriesOf(db: Reader, systemId: string, releaseDigest: string): Promise<Frozen[]> {
  const rows = await db
    .select()
    .from(releaseManifests)
    .where(eq(releaseManifests.systemId, systemId))
    .orderBy(desc(releaseManifests.createdAt))
    .limit(newestManifests);
  const first = rows.findIndex(({ digest }) => digest === releaseDigest);
  if (first === -1) return [];
  return rows
    .slice(first)
    .reverse()
    .map(({ digest, body, createdAt }) => ({
      digest,
      manifest: JSON.parse(Buffer.from(body).toString()) as ReleaseManifest,
      atUs: createdAt.getTime() * 1000,
    }));
}

const digests = (part: Part, manifest: ReleaseManifest) =>
  partsOf[part](manifest)
    .map(({ digest }) => digest.sha256)
    .sort()
    .join();
const differs = (part: Part, a: ReleaseManifest, b: ReleaseManifest) => digests(part, a) !== digests(part, b);
const since = (before: ReleaseManifest, now: ReleaseManifest) => ({
  version: before.version,
  changed: parts.filter((part) => differs(part, before, now)),
});

function partsChanged(series: readonly Frozen[]): Changes {
  const found: Partial<Record<Part, number>> = {};
  for (const part of parts) {
    const change = series.findLast(({ manifest }, index) => {
      const before = series[index - 1];
      return before && differs(part, manifest, before.manifest);
    });
    if (change) found[part] = change.atUs;
  }
  return found;
}

async function systemChanged(db: Reader, systemId: string): Promise<Changes> {
  const change = sql`convert_from(${auditEvents.body}, 'UTF8')::jsonb -> 'change'`;
  // That an answer still holds changes nothing.
  const answerChanged = sql`exists (select 1 from jsonb_array_elements(${change}) c where c ->> 'path' <> '/confirmed')`;
  const rows = await db
    .select({ type: auditEvents.type, atUs: sql<string>`max(${auditEvents.atUs})::text` })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.entity, `system/${systemId}`),
        or(
          and(eq(auditEvents.type, 'system.edited'), sql`${change} @> '[{"path": "/purpose"}]'`),
          and(eq(auditEvents.type, 'facts.answered'), answerChanged),
        ),
      ),
    )
    .groupBy(auditEvents.type);
  const at = (type: string) => rows.find((row) => row.type === type)?.atUs;
  const [purpose, facts] = [at('system.edited'), at('facts.answered')];
  return { ...(purpose ? { purpose: Number(purpose) } : {}), ...(facts ? { facts: Number(facts) } : {}) };
}
