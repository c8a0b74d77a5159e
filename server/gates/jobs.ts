import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { foundEnvironments } from './commands/found-environments';

/** Gives a new organisation its production environment. */
export const foundEnvironmentsJob = job({
  name: 'gates.found-environments',
  payload: z.strictObject({}),
  attempts: 10,
  run: async (ctx) => {
    await foundEnvironments(ctx, {});
  },
});
