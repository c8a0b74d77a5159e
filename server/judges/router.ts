import { mutate, query, router } from '@/server/trpc/init';
import { createJudge } from './commands/create-judge';
import { resumeJudging, startCalibration, stopJudging } from './commands/judgings';
import { startComparison } from './commands/start-comparison';
import { getPairwiseComparison, listPairwiseComparisons } from './queries/comparisons';
import { getJudge, listJudges } from './queries/judges';
import { getCalibration, listCalibrations, listVerdicts } from './queries/judgings';

export const judgesRouter = router({
  get: query(getJudge),
  list: query(listJudges),
  create: mutate(createJudge),
  calibration: query(getCalibration),
  calibrations: query(listCalibrations),
  verdicts: query(listVerdicts),
  calibrate: mutate(startCalibration),
  comparison: query(getPairwiseComparison),
  comparisons: query(listPairwiseComparisons),
  compare: mutate(startComparison),
  stop: mutate(stopJudging),
  resume: mutate(resumeJudging),
});
