import { desc, eq, inArray, or } from 'drizzle-orm';
import type { Reader } from '@/db/client';
import { promptVersions } from '@/db/schema/prompts';
import { datasets, datasetScans, datasetVersions, modelVersions } from '@/db/schema/registry';
import { countedFindings, stringsIn } from '@/evaluators/safety/counts';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import type { DatasetOfRelease, Findings, ReleaseParts } from '../rules/check-data';

const digestsOf = (parts: readonly { digest: { sha256: string } }[]) =>
  parts.map(({ digest }) => `sha256:${digest.sha256}`);

/** The parts of a release as the checks look at them. */
export async function releasePartsOf(db: Reader, manifest: ReleaseManifest): Promise<ReleaseParts> {
  return {
    isFirst: manifest.previous === null,
    hasConfig: manifest.config !== undefined,
    models: await modelsOf(db, manifest),
    prompts: await promptsOf(db, manifest),
    datasets: await datasetsOf(db, manifest),
  };
}

async function modelsOf(db: Reader, { artifacts }: ReleaseManifest): Promise<ReleaseParts['models']> {
  const models = artifacts.filter(({ role }) => role === 'model' || role === 'adapter');
  if (models.length === 0) return [];
  const digests = models.flatMap(({ digest }) => [digest.sha256, `sha256:${digest.sha256}`]);
  const rows = await db
    .select({
      digest: modelVersions.digest,
      identity: modelVersions.identityDigest,
      card: modelVersions.card,
    })
    .from(modelVersions)
    .where(or(inArray(modelVersions.digest, digests), inArray(modelVersions.identityDigest, digests)));
  const cards = new Map(
    rows.flatMap(({ digest, identity, card }) =>
      [digest, identity].flatMap((one) => (one ? [[one.replace('sha256:', ''), card] as const] : [])),
    ),
  );
  return models.map(({ name, digest, provider_asserted: asserted }) => ({
    name,
    isProviderAsserted: asserted === true,
    card: cards.get(digest.sha256) ?? '',
  }));
}

async function promptsOf(db: Reader, { prompts }: ReleaseManifest): Promise<ReleaseParts['prompts']> {
  if (prompts.length === 0) return [];
  const rows = await db
    .select({ id: promptVersions.id, digest: promptVersions.digest, body: promptVersions.body })
    .from(promptVersions)
    .where(inArray(promptVersions.digest, digestsOf(prompts)));
  const bodies = new Map(rows.map((row) => [row.digest.replace('sha256:', ''), row]));
  return prompts.map(({ name, digest }) => {
    const row = bodies.get(digest.sha256);
    return { id: row?.id ?? '', name, findings: row ? scanned(row.digest, row.body) : {} };
  });
}

const mostKept = 1000;
const kept = new Map<string, Findings>();

/** The body of a version never changes, so its findings are kept by digest. */
function scanned(digest: string, body: string): Findings {
  const known = kept.get(digest);
  if (known) return known;
  const findings = countedFindings(stringsIn(JSON.parse(body)));
  if (kept.size >= mostKept) kept.clear();
  kept.set(digest, findings);
  return findings;
}

async function datasetsOf(db: Reader, manifest: ReleaseManifest): Promise<DatasetOfRelease[]> {
  if (manifest.datasets.length === 0) return [];
  const rows = await db
    .select({ version: datasetVersions, dataset: datasets })
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
    .where(inArray(datasetVersions.digest, digestsOf(manifest.datasets)));
  const scans = await scansOf(
    db,
    rows.map(({ version }) => version.id),
  );
  return manifest.datasets.map(({ name, digest }) => {
    const row = rows.find(({ version }) => version.digest === `sha256:${digest.sha256}`);
    return {
      id: row?.version.id ?? '',
      name,
      licence: row?.dataset.licence ?? '',
      legalBasis: row?.dataset.legalBasis ?? '',
      personalData: row?.dataset.personalData ?? 'unknown',
      scan: scans.get(row?.version.id ?? '') ?? null,
    };
  });
}

/** The newest scan of each version. */
async function scansOf(db: Reader, versionIds: readonly string[]) {
  if (versionIds.length === 0) return new Map<string, NonNullable<DatasetOfRelease['scan']>>();
  const rows = await db
    .selectDistinctOn([datasetScans.datasetVersionId])
    .from(datasetScans)
    .where(inArray(datasetScans.datasetVersionId, [...versionIds]))
    .orderBy(datasetScans.datasetVersionId, desc(datasetScans.createdAt));
  return new Map(
    rows.map(({ id, datasetVersionId, findings, createdAt }) => [
      datasetVersionId,
      { id, findings, atUs: createdAt.getTime() * 1000 },
    ]),
  );
}
