import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { askFacts } from './commands/ask-facts';
import { keepShippedPacks } from './commands/keep-packs';
import { getNotKept } from './queries/kept-packs';
import { countNewlyAsked, listAgedSystems } from './queries/to-confirm';
import { askFactsJobName } from './rules/job-names';

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

/** Asks again what a change or time made doubtful. Without a system: where time alone did. Delivered again it asks
 *  nothing twice. */
export const askFactsJob = job({
  name: askFactsJobName,
  payload: z.strictObject({ systemId: z.string().optional() }),
  attempts: 3,
  run: async (ctx, { systemId }) => {
    const systemIds = systemId === undefined ? await listAgedSystems(ctx, {}) : [systemId];
    for (const each of systemIds) {
      const { newly } = await countNewlyAsked(ctx, { systemId: each });
      if (newly > 0) await askFacts(ctx, { systemId: each });
    }
  },
});
