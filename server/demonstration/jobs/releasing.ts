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

/** Frozen and submitted: the same parts in two uses. HIPAA stops the one; the other waits for a signature only. */
export async function submitTriage(
  worker: Worker,
  given: Systems & Parts & { readonly suiteVersionId: string },
): Promise<void> {
  const parts = {
    ...nothing,
    version: '1.0.0',
    modelVersionIds: [given.triageModelId],
    promptVersionIds: [given.promptVersionId],
    datasetVersionIds: [given.notesVersionId],
    suiteVersionIds: [given.suiteVersionId],
    frameworks: ['gdpr', 'hipaa'],
  };
  await submit(worker, {
    ...parts,
    systemId: given.triageId,
    summary: 'First release for the front desk: five levels, one prompt, judged on sixty notes',
  });
  await submit(worker, {
    ...parts,
    systemId: given.trainingId,
    summary: 'The same parts for the training room, over invented notes only',
  });
}

async function submit({ call }: Worker, release: Parameters<typeof createRelease>[1]): Promise<void> {
  const { id: releaseId } = await call(createRelease, release);
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
    frameworks: ['gdpr', 'hipaa', 'eu-ai-act'],
  });
}
