import type { Reader } from '@/db/client';
import type { ChecklistFact } from '@/server/releases/schema/dossier';
import type { ReleaseManifest } from '@/server/releases/schema/manifest';

export interface ChecklistQuestion {
  readonly manifest: ReleaseManifest;
  readonly release: { readonly id: string; readonly systemId: string };
  readonly environment: string;
  readonly stage: 'development' | 'staging' | 'production';
  readonly nowUs: number;
}

/** The checklists of a release in an environment; a framework without one is not satisfied. */
export async function checklistFacts(_db: Reader, _question: ChecklistQuestion): Promise<ChecklistFact[]> {
  return [];
}
