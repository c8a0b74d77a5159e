import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { z } from 'zod';
import { runResults, runs } from '@/db/schema/evaluations';
import { list } from '@/server/kernel/operation';

/** Older answers are not taken: a provider may have changed the model behind its name. */
const longestDays = 14;

/**
 * What a target last answered to exactly this request, in any run of the organisation that used the cache; null when
 * nobody asked it within 14 days. Errors and empty answers are never given, nor what came from the cache itself.
 */
export const storedAnswer = list({
  input: z.strictObject({ requestKey: z.string() }),
  of: 'Run',
  table: runs,
  run: async ({ db, input, nowUs }) => {
    const { output, model, usage, requestKey, cached, finishedAt } = runResults;
    const since = new Date(nowUs / 1000 - longestDays * 86_400_000);
    const [row] = await db
      .select({ output, model, usage })
      .from(runResults)
      .where(and(eq(requestKey, input.requestKey), eq(cached, false), ne(output, ''), gt(finishedAt, since)))
      .orderBy(desc(finishedAt))
      .limit(1);
    return row && row.output !== null ? { ...row, output: row.output } : null;
  },
});
