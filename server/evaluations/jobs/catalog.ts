import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { recordCanary } from '../commands/canary';
import { canaryJobName, workJobName } from '../rules/follow-up';
import { workOnRun } from './work';

/** Works on a run for two minutes at most, then sends the next of its kind. */
export const workOnRunJob = job({
  name: workJobName,
  payload: z.strictObject({ runId: z.string(), slice: z.int() }),
  attempts: 5,
  run: (ctx, payload) => workOnRun(ctx, payload),
});

/** Holds a finished run of a canary against its reference. */
export const checkCanaryJob = job({
  name: canaryJobName,
  payload: z.strictObject({ runId: z.string() }),
  attempts: 5,
  run: async (ctx, payload) => {
    await recordCanary(ctx, payload);
  },
});
