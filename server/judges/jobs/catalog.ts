import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { judgeJobName } from '../rules/follow-up';
import { workOnJudging } from './work';

/** Works on a judging for two minutes at most, then sends the next of its kind. */
export const workOnJudgingJob = job({
  name: judgeJobName,
  payload: z.strictObject({ judgingId: z.string(), slice: z.int() }),
  attempts: 5,
  run: (ctx, payload) => workOnJudging(ctx, payload),
});
