import { mutate, query, router } from '@/server/trpc/init';
import { resumeRun, startRun, stopRun } from './commands/runs';
import { acceptReference } from './commands/canary';
import { bringRecorded } from './commands/bring-recorded';
import { importSuite, startFromPack } from './commands/bring-suite';
import { previewSuiteImport } from './commands/preview-suite-import';
import { createSchedule, deleteSchedule, editSchedule } from './commands/schedules';
import { addSuiteVersion, createSuite, editSuite } from './commands/suites';
import { tryPrompt } from './commands/try-prompt';
import { getComparedCase, getRunComparison, listRegressions } from './queries/comparison';
import { estimateRun } from './queries/estimate';
import { getEvaluator, listEvaluators } from './queries/evaluators';
import { listPacks } from './queries/packs';
import { getRunCase, listRunResults } from './queries/results';
import { countRuns, getRun, getRunTrend, listRuns, listTargetKeys } from './queries/runs';
import { getSchedule, listSchedules } from './queries/schedules';
import { getSuite, getSuiteVersion, listSuites, listSuiteVersions } from './queries/suites';

export const evaluatorsRouter = router({ get: query(getEvaluator), list: query(listEvaluators) });

export const suitesRouter = router({
  get: query(getSuite),
  list: query(listSuites),
  version: query(getSuiteVersion),
  versions: query(listSuiteVersions),
  trend: query(getRunTrend),
  create: mutate(createSuite),
  edit: mutate(editSuite),
  addVersion: mutate(addSuiteVersion),
  packs: query(listPacks),
  startFromPack: mutate(startFromPack),
  previewImport: query(previewSuiteImport),
  import: mutate(importSuite),
});

/** Recorded outputs come and results leave over REST: a file does not fit into a call. */
export const runsRouter = router({
  get: query(getRun),
  list: query(listRuns),
  count: query(countRuns),
  results: query(listRunResults),
  case: query(getRunCase),
  comparison: query(getRunComparison),
  regressions: query(listRegressions),
  comparedCase: query(getComparedCase),
  estimate: query(estimateRun),
  targetKeys: query(listTargetKeys),
  start: mutate(startRun),
  bringRecorded: mutate(bringRecorded),
  stop: mutate(stopRun),
  resume: mutate(resumeRun),
  tryPrompt: mutate(tryPrompt),
});

export const schedulesRouter = router({
  get: query(getSchedule),
  list: query(listSchedules),
  create: mutate(createSchedule),
  edit: mutate(editSchedule),
  delete: mutate(deleteSchedule),
  acceptReference: mutate(acceptReference),
});
