import { createHash } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Reader } from '@/db/client';
import { prompts, promptVersions } from '@/db/schema/prompts';
import { datasets, datasetVersions, models, modelVersions } from '@/db/schema/registry';
import type { ReleaseParts } from '@/db/schema/releases';
import { studiesByIds } from '@/server/bias/queries/parts';
import { packsFor } from '@/server/checklists/queries/packs';
import { suiteVersionsByIds } from '@/server/evaluations/queries/parts';
import { invalid } from '@/server/kernel/refusal';
import { digestOf, type releaseManifest } from '../rules/manifest';
import { manifestByDigest, previousRelease } from './releases';

type ManifestParts = Parameters<typeof releaseManifest>[0];
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (digest: string) => ({ sha256: digest.replace(/^sha256:/, '') });

interface Component {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly createdBy: string;
}
type ModelComponent = Component & { readonly isProviderAsserted: boolean; readonly source: unknown };

/** The parts of a draft with their names and digests, each list in the order in which it was given. */
export async function componentsOf(db: Reader, parts: ReleaseParts) {
  return {
    models: ordered(
      'modelVersionIds',
      parts.modelVersionIds,
      await modelComponents(db, parts.modelVersionIds),
    ),
    prompts: ordered(
      'promptVersionIds',
      parts.promptVersionIds,
      await promptComponents(db, parts.promptVersionIds),
    ),
    datasets: ordered(
      'datasetVersionIds',
      parts.datasetVersionIds,
      await datasetComponents(db, parts.datasetVersionIds),
    ),
    suites: ordered(
      'suiteVersionIds',
      parts.suiteVersionIds,
      await suiteVersionsByIds(db, parts.suiteVersionIds),
    ),
    studies: ordered('studyIds', parts.studyIds, await studiesByIds(db, parts.studyIds)),
  };
}

/** Throws Refusal('invalid') naming the first part that is not there, or is given twice. */
export async function assertPartsExist(db: Reader, parts: ReleaseParts): Promise<void> {
  await componentsOf(db, parts);
  const packs = await packsFor(
    db,
    parts.frameworks.map((id) => ({ id })),
  );
  const unknown = parts.frameworks.find((id) => !packs.some((pack) => pack.id === id));
  if (unknown !== undefined) throw invalid('frameworks', `There is no framework "${unknown}"`);
}

/** What goes into the manifest; authors are everybody who made a part that the previous release did not have. */
export async function manifestPartsOf(
  db: Reader,
  release: {
    id: string;
    orgId: string;
    systemId: string;
    system: string;
    version: string;
    createdBy: string;
    parts: ReleaseParts;
  },
  freezer: string,
): Promise<ManifestParts> {
  const parts = await componentsOf(db, release.parts);
  const packs = await packsFor(
    db,
    release.parts.frameworks.map((id) => ({ id })),
  );
  const previous = await previousRelease(db, release.systemId, release.id);
  const before = previous?.digest ? await manifestByDigest(db, previous.digest) : undefined;
  const known = new Set(
    before ? [...JSON.stringify(before).matchAll(/[0-9a-f]{64}/g)].map(([digest]) => digest) : [],
  );
  const made = Object.values(parts)
    .flat()
    .filter(({ digest }) => !known.has(hex(digest).sha256));
  const named = ({ name, version, digest }: Component) => ({ name, version, digest: hex(digest) });
  return {
    org: release.orgId,
    system: { id: release.systemId, name: release.system },
    version: release.version,
    previous: previous?.digest ?? null,
    artifacts: parts.models.map(({ name, version, digest, isProviderAsserted }) => ({
      role: 'model' as const,
      name: `${name}@${version}`,
      digest: hex(digest),
      ...(isProviderAsserted ? { provider_asserted: true as const } : {}),
    })),
    prompts: parts.prompts.map(named),
    config: { digest: hex(digestOf(release.parts.config, sha256)) },
    datasets: parts.datasets.map(named),
    suites: parts.suites.map(named),
    studies: parts.studies.map(named),
    frameworks: packs.map(({ id, digest }) => ({ id, digest: hex(digest) })),
    authors: [release.createdBy, freezer, ...made.map(({ createdBy }) => createdBy)].filter((author) =>
      author.startsWith('per_'),
    ),
  };
}

function ordered<C extends Component>(field: string, ids: readonly string[], found: readonly C[]): C[] {
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw invalid(field, `${field} names ${twice} twice`);
  return ids.map((id) => {
    const component = found.find((one) => one.id === id);
    if (!component) throw invalid(field, `${field}: there is no ${id}`);
    return component;
  });
}

const among = (column: PgColumn, ids: readonly string[]) => inArray(column, [...ids]);

async function modelComponents(db: Reader, ids: readonly string[]): Promise<ModelComponent[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ version: modelVersions, name: models.name })
    .from(modelVersions)
    .innerJoin(models, eq(models.id, modelVersions.modelId))
    .where(among(modelVersions.id, ids));
  return rows.map(({ version, name }) => ({
    id: version.id,
    name,
    version: version.version,
    digest: version.digest ?? version.identityDigest,
    isProviderAsserted: version.digest === null,
    source: version.source,
    createdBy: version.createdBy,
  }));
}

async function promptComponents(db: Reader, ids: readonly string[]): Promise<Component[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ version: promptVersions, name: prompts.name })
    .from(promptVersions)
    .innerJoin(prompts, eq(prompts.id, promptVersions.promptId))
    .where(among(promptVersions.id, ids));
  return rows.map(({ version: { id, number, digest, createdBy }, name }) => ({
    id,
    name,
    version: `${number}`,
    digest,
    createdBy,
  }));
}

async function datasetComponents(db: Reader, ids: readonly string[]): Promise<Component[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ version: datasetVersions, name: datasets.name })
    .from(datasetVersions)
    .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
    .where(among(datasetVersions.id, ids));
  return rows.map(({ version: { id, number, digest, createdBy }, name }) => ({
    id,
    name,
    version: `${number}`,
    digest,
    createdBy,
  }));
}
