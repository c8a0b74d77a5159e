import { createHash } from 'node:crypto';
import type { Reader } from '@/db/client';
import { canonicalBytes } from '@/server/kernel/canonical';
import { answersOf } from './known';

/** `sha256:…` of the RFC 8785 bytes of the answers in force about a system: the same answers, the same digest. */
export async function answersDigest(db: Reader, systemId: string): Promise<string> {
  const { answers } = await answersOf(db, systemId);
  return `sha256:${createHash('sha256').update(canonicalBytes(answers)).digest('hex')}`;
}

/** The same for several systems, by their id. */
export async function answersDigests(
  db: Reader,
  systemIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const systemId of new Set(systemIds)) found.set(systemId, await answersDigest(db, systemId));
  return found;
}
