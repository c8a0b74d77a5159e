import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { recordCoverage } from './commands';
import { coverageJobName } from './rules/job-names';
import { getRoundState, getSystemCoverage } from './queries/judged';
import type { CoverageRecord } from './schema';

/** Time alone makes evidence stale, so that a round is due even when nothing happened. */
const longestMs = 20 * 3_600_000;

/** One look at every system: what differs from the last record is kept. Delivered again it finds nothing new. */
export const recordCoverageJob = job({
  name: coverageJobName,
  payload: z.strictObject({ isAsked: z.boolean().default(false) }),
  attempts: 3,
  run: async (ctx, { isAsked }) => {
    const { systemIds, upTo, last } = await getRoundState(ctx, {});
    const isRecent = last !== null && ctx.ports.now() - last.recordedAt.getTime() < longestMs;
    if (!isAsked && isRecent && last.upTo === upTo) return;
    const records: CoverageRecord[] = [];
    for (const systemId of systemIds) records.push(...(await getSystemCoverage(ctx, { systemId })).changed);
    await recordCoverage(ctx, { upTo, systems: systemIds.length, records });
  },
});
