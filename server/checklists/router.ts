import { mutate, query, router } from '@/server/trpc/init';
import { adoptFramework } from './commands/adopt-framework';
import { answerFacts } from './commands/answer-facts';
import { addEvidenceList } from './commands/add-evidence-list';
import { assessControl } from './commands/assess-control';
import { assessControls } from './commands/assess-controls';
import { captureLink } from './commands/capture-link';
import { confirmFacts } from './commands/confirm-facts';
import { changeDraft, discardDraft, publishDraft, startDraft } from './commands/drafts';
import { delegateControl } from './commands/delegate-control';
import { chooseFramework, importFramework } from './commands/frameworks';
import { addEvidence, revokeEvidence } from './commands/evidence';
import { previewImport } from './commands/preview-import';
import { planControls } from './commands/plan-controls';
import { reviewEvidence } from './commands/review-evidence';
import { listAssessments } from './queries/assessments';
import { getChecklist, getSystemChecklist } from './queries/checklists';
import { explainExpression, getControlChoices, getDraft, listDrafts } from './queries/drafts';
import { getEvidence, listEvidence } from './queries/evidence';
import { getFramework, listEvidenceTypes, listFrameworks } from './queries/frameworks';
import { previewFramework } from './queries/preview';
import { getRevision, listRevisions } from './queries/revisions';
import { getFacts } from './queries/system-facts';
import { getWantedEvidence } from './queries/wanted';

export const checklistsRouter = router({
  facts: query(getFacts),
  answerFacts: mutate(answerFacts),
  confirmFacts: mutate(confirmFacts),
  get: query(getChecklist),
  ofSystem: query(getSystemChecklist),
  assessments: query(listAssessments),
  assess: mutate(assessControl),
  assessMany: mutate(assessControls),
  plan: mutate(planControls),
  delegate: mutate(delegateControl),
});

/** Files are uploaded over REST only: they do not fit into a call. */
export const evidenceRouter = router({
  get: query(getEvidence),
  list: query(listEvidence),
  types: query(listEvidenceTypes),
  wanted: query(getWantedEvidence),
  add: mutate(addEvidence),
  addMany: mutate(addEvidenceList),
  addLink: mutate(captureLink),
  revoke: mutate(revokeEvidence),
  review: mutate(reviewEvidence),
});

export const frameworksRouter = router({
  list: query(listFrameworks),
  get: query(getFramework),
  revisions: query(listRevisions),
  revision: query(getRevision),
  preview: query(previewFramework),
  adopt: mutate(adoptFramework),
  previewImport: query(previewImport),
  import: mutate(importFramework),
  choose: mutate(chooseFramework),
  draft: query(getDraft),
  drafts: query(listDrafts),
  startDraft: mutate(startDraft),
  changeDraft: mutate(changeDraft),
  discardDraft: mutate(discardDraft),
  publishDraft: mutate(publishDraft),
  explain: query(explainExpression),
  choices: query(getControlChoices),
});
