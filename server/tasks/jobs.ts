import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { remind } from './commands';
import { countDueReminders } from './queries/tasks';

/** Reminds people 30, 7 and 1 days before a day and once it has passed; delivered again it makes nothing new. */
export const remindJob = job({
  name: 'tasks.remind',
  payload: z.strictObject({}),
  attempts: 3,
  run: async (ctx) => {
    if ((await countDueReminders(ctx, {})).due > 0) await remind(ctx, {});
  },
});
