import type { ReleaseManifest } from '@/server/releases/schema/manifest';

/** SHA-256 (hex) of what a run may have judged to count for a release: its artifacts and prompts. */
export const heldDigests = ({ artifacts, prompts }: ReleaseManifest): Set<string> =>
  new Set([...artifacts, ...prompts].map(({ digest }) => digest.sha256));
