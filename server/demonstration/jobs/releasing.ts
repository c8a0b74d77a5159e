import { createRelease, freezeRelease, submitRelease } from '@/server/releases/commands';
import type { Worker } from './people';
import type { Parts, Systems } from './registering';

const nothing = {
  modelVersionIds: [],
  promptVersionIds: [],
  datasetVersionIds: [],
  suiteVersionIds: [],
  studyIds: [],
  frameworks: [],
  config: {},
};

/** Frozen and submitted; it waits for the compliance officer. */
export async function submitTriage(
  { call }: Worker,
  given: Systems & Parts & { readonly suiteVersionId: string },
): Promise<void> {
  const { id: releaseId } = await call(createRelease, {
    ...nothing,
    systemId: given.triageId,
    version: '1.0.0',
    summary: 'First release for the front desk: five levels, one prompt, judged on sixty notes',
    modelVersionIds: [given.triageModelId],
    promptVersionIds: [given.promptVersionId],
    datasetVersionIds: [given.notesVersionId],
    suiteVersionIds: [given.suiteVersionId],
    frameworks: ['hipaa'],
  });
  await call(freezeRelease, { releaseId });
  await call(submitRelease, { releaseId });
}

export async function draftScreener(
  { call }: Worker,
  given: Systems & Parts & { readonly studyId: string },
): Promise<void> {
  await call(createRelease, {
    ...nothing,
    systemId: given.screenerId,
    version: '0.1.0',
    summary: 'Draft: the fairness study has to be looked at before it goes further',
    modelVersionIds: [given.screenerModelId],
    studyIds: [given.studyId],
    frameworks: ['gdpr', 'eu-ai-act'],
  });
}
