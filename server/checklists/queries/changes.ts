import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { auditEvents } from '@/db/schema/kernel';
import { releaseManifests } from '@/db/schema/releases';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import type { Changes } from '../rules/evidence';

type Part = 'model_version' | 'prompt_version' | 'dataset';
const partsOf: Readonly<
  Record<Part, (manifest: ReleaseManifest) => readonly { digest: { sha256: string } }[]>
> = {
  model_version: ({ artifacts }) => artifacts,
  prompt_version: ({ prompts }) => prompts,
  dataset: ({ datasets }) => datasets,
};
const digests = (parts: readonly { digest: { sha256: string } }[]) =>
  parts
    .map(({ digest }) => digest.sha256)
    .sort()
    .join();

/**
 * When what the release is made of last changed within its system: the freeze of the first manifest of the unbroken
 * series with the same parts. Nothing changed when that is the system's first manifest. The purpose changes when the
 * system is edited so, the facts when an answer is.
 */
export const changesOf = async (
  db: Reader,
  { systemId, releaseDigest }: { systemId: string; releaseDigest: string | null },
): Promise<Changes> => ({
  ...(releaseDigest === null ? {} : await partsChanged(db, systemId, releaseDigest)),
  ...(await systemChanged(db, systemId)),
});

async function partsChanged(db: Reader, systemId: string, releaseDigest: string): Promise<Changes> {
  const rows = await db
    .select()
    .from(releaseManifests)
    .where(eq(releaseManifests.systemId, systemId))
    .orderBy(asc(releaseManifests.createdAt));
  const last = rows.findIndex(({ digest }) => digest === releaseDigest);
  const series = rows.slice(0, last + 1).map(({ body, createdAt }) => ({
    manifest: JSON.parse(Buffer.from(body).toString()) as ReleaseManifest,
    atUs: createdAt.getTime() * 1000,
  }));
  const found: Partial<Record<Part, number>> = {};
  for (const part of Object.keys(partsOf) as Part[]) {
    const since = series.findLastIndex(({ manifest }, index) => {
      const before = series[index - 1];
      return before && digests(partsOf[part](manifest)) !== digests(partsOf[part](before.manifest));
    });
    const change = series[since];
    if (change) found[part] = change.atUs;
  }
  return found;
}

async function systemChanged(db: Reader, systemId: string): Promise<Changes> {
  const change = sql`convert_from(${auditEvents.body}, 'UTF8')::jsonb -> 'change'`;
  const rows = await db
    .select({ type: auditEvents.type, atUs: sql<string>`max(${auditEvents.atUs})::text` })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.entity, `system/${systemId}`),
        or(
          and(eq(auditEvents.type, 'system.edited'), sql`${change} @> '[{"path": "/purpose"}]'`),
          and(eq(auditEvents.type, 'facts.answered'), sql`jsonb_array_length(${change}) > 0`),
        ),
      ),
    )
    .groupBy(auditEvents.type);
  const at = (type: string) => rows.find((row) => row.type === type)?.atUs;
  const [purpose, facts] = [at('system.edited'), at('facts.answered')];
  return { ...(purpose ? { purpose: Number(purpose) } : {}), ...(facts ? { facts: Number(facts) } : {}) };
}
