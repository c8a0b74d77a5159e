import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { Refusal } from '@/server/kernel/refusal';
import { fireSchedule } from '../commands/fire-schedule';
import { schedulesOfLabel } from '../queries/schedules';
import { fireJobName, labelMovedJobName } from '../rules/schedule-jobs';
import { FireSchedule } from '../schema/schedules';

/** One fire of one schedule; a deleted one has none. */
export const fireScheduleJob = job({
  name: fireJobName,
  payload: FireSchedule,
  attempts: 5,
  run: async (ctx, payload) => {
    try {
      await fireSchedule(ctx, payload);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
    }
  },
});

/** A label of a prompt has moved: fires every schedule that follows it. */
export const promptLabelMovedJob = job({
  name: labelMovedJobName,
  payload: z.strictObject({ promptId: z.string(), label: z.string() }),
  attempts: 5,
  run: async (ctx, payload) => {
    for (const scheduleId of await schedulesOfLabel(ctx, payload))
      await fireScheduleJob.run(ctx, { scheduleId, cause: 'label_moved', due: null });
  },
});
