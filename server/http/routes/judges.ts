import { createJudge } from '@/server/judges/commands/create-judge';
import { resumeJudging, startCalibration, stopJudging } from '@/server/judges/commands/judgings';
import { startComparison } from '@/server/judges/commands/start-comparison';
import { getPairwiseComparison, listPairwiseComparisons } from '@/server/judges/queries/comparisons';
import { getJudge, listJudges } from '@/server/judges/queries/judges';
import { getCalibration, listCalibrations, listVerdicts } from '@/server/judges/queries/judgings';
import { PairwiseComparison } from '@/server/judges/schema/comparisons';
import { CreatedJudge, Judge } from '@/server/judges/schema/judges';
import { Calibration } from '@/server/judges/schema/judgings';
import { route } from '../route';

const tag = 'Judges';
const one = '/judges/{judgeId}';
const judging = '/judgings/{judgingId}';

export const judgeRoutes = [
  route({ method: 'get', path: '/judges', tag, summary: 'List judges, newest first', operation: listJudges }),
  route({
    method: 'post',
    path: '/judges',
    tag,
    summary: 'Create a judge or its next number; the same content again is unchanged',
    operation: createJudge,
    output: CreatedJudge,
  }),
  route({ method: 'get', path: one, tag, summary: 'One judge', operation: getJudge, output: Judge }),
  route({
    method: 'get',
    path: `${one}/calibrations`,
    tag,
    summary: 'Its calibrations, newest first',
    operation: listCalibrations,
  }),
  route({
    method: 'post',
    path: `${one}/calibrations`,
    tag,
    summary: 'Measure a judge against the labels that people gave',
    operation: startCalibration,
    output: Calibration,
  }),
  route({
    method: 'get',
    path: '/calibrations/{judgingId}',
    tag,
    summary: 'One calibration: kappa, accuracy, confusion, baseline',
    operation: getCalibration,
    output: Calibration,
  }),
  route({
    method: 'post',
    path: '/pairwise-comparisons',
    tag,
    summary: 'Hold the answers of one run against those of another by a pairwise judge',
    operation: startComparison,
    output: PairwiseComparison,
  }),
  route({
    method: 'get',
    path: '/runs/{runId}/pairwise-comparisons',
    tag,
    summary: 'Pairwise comparisons that a run takes part in, newest first',
    operation: listPairwiseComparisons,
  }),
  route({
    method: 'get',
    path: '/pairwise-comparisons/{judgingId}',
    tag,
    summary: 'One comparison: win rate with interval, ties, position bias',
    operation: getPairwiseComparison,
    output: PairwiseComparison,
  }),
  route({
    method: 'get',
    path: `${judging}/verdicts`,
    tag,
    summary: 'What the judge said about each case',
    operation: listVerdicts,
  }),
  route({ method: 'post', path: `${judging}/stop`, tag, summary: 'Stop it', operation: stopJudging }),
  route({ method: 'post', path: `${judging}/resume`, tag, summary: 'Go on', operation: resumeJudging }),
];
