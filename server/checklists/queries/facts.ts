import { createHash } from 'node:crypto';
import type { Reader } from '@/db/client';
import { releaseDigest } from '@/server/releases/rules/manifest';
import type { ChecklistFact } from '@/server/releases/schema/dossier';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';
import { controlFacts } from '../rules/control-facts';
import { judgedChecklist } from './judged';
import { packsFor, refsOf } from './packs';

export interface ChecklistQuestion {
  readonly manifest: ReleaseManifest;
  readonly release: { readonly id: string; readonly systemId: string };
  readonly environment: string;
  readonly stage: 'development' | 'staging' | 'production';
  readonly nowUs: number;
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export interface ReleaseChecklists {
  readonly facts: readonly ChecklistFact[];
  /** Roles in which a control that applies still waits to be signed, sorted. */
  readonly unsigned: readonly string[];
}

/** The checklists of a release in an environment; a framework that is not known has none and is not satisfied. */
export async function releaseChecklists(
  db: Reader,
  { manifest, release, environment, stage, nowUs }: ChecklistQuestion,
): Promise<ReleaseChecklists> {
  const packs = await packsFor(db, refsOf(manifest));
  if (packs.length === 0) return { facts: [], unsigned: [] };
  const { inputs, checklist } = await judgedChecklist(
    db,
    {
      orgId: manifest.org,
      systemId: release.systemId,
      release: { digest: releaseDigest(manifest, sha256), manifest },
      environment,
      stage,
      frameworks: packs.map(({ id }) => id),
    },
    nowUs,
  );
  const facts = packs.map(({ id, digest }) => ({
    framework: id,
    of: digest,
    controls: controlFacts(id, inputs, checklist),
  }));
  const unsigned = checklist.controls.flatMap(({ missingSignoffs }) => missingSignoffs);
  return { facts, unsigned: [...new Set(unsigned)].sort() };
}
