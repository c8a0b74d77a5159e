import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { keepShippedPacks } from './commands/keep-packs';
import { getNotKept } from './queries/kept-packs';

/** Keeps what the product ships, so that a later version of it finds the packs that releases were frozen with.
 *  Delivered again it finds nothing to keep. */
export const keepShippedPacksJob = job({
  name: 'frameworks.keep',
  payload: z.strictObject({}),
  attempts: 3,
  run: async (ctx) => {
    const { frameworks } = await getNotKept(ctx, {});
    if (frameworks.length > 0) await keepShippedPacks(ctx, {});
  },
});
