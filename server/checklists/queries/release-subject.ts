import type { Reader } from '@/db/client';
import { environmentByName } from '@/server/gates/queries/policies';
import { notFound, precondition } from '@/server/kernel/refusal';
import { manifestByDigest, releaseById } from '@/server/releases/queries/releases';
import type { ChecklistSubject } from './judged';

/**
 * A frozen release in an environment, to be judged; undefined when there is no such release.
 * @throws Refusal not_found of the environment, precondition while the release is a draft
 */
export async function releaseSubject(
  db: Reader,
  { releaseId, environment: name }: { readonly releaseId: string; readonly environment: string },
) {
  const release = await releaseById(db, releaseId);
  if (!release) return undefined;
  const environment = await environmentByName(db, name);
  if (!environment) throw notFound('Environment');
  const { digest } = release;
  const manifest = digest === null ? undefined : await manifestByDigest(db, digest);
  if (digest === null || !manifest)
    throw precondition('This release is a draft; freeze it first, then it has a checklist');
  const subject: ChecklistSubject = {
    orgId: release.orgId,
    systemId: release.systemId,
    release: { digest, manifest },
    environment: environment.name,
    stage: environment.stage,
    frameworks: manifest.frameworks.map(({ id }) => id),
  };
  return { release: { ...release, digest }, environment, subject };
}
