import type { z } from 'zod';
import { refusal } from '@/policies/ability';
import { asRefusal, openLangfuse } from '@/server/integrations/adapters/langfuse/client';
import { langfuseRun, langfuseTraces } from '@/server/integrations/adapters/langfuse/read';
import { authorOf, type Ctx } from '@/server/kernel/context';
import { runtime } from '@/server/kernel/runtime';
import { getSuiteVersion } from '../queries/suites';
import { BringRecorded } from '../schema/runs';
import { matched } from './langfuse-answers';
import { storeRecorded } from './receive-recorded';
import { startRecordedRun } from './runs';

/**
 * Judges answers that Langfuse keeps: of a dataset run, or of traces. From somebody who may not start runs nothing is
 * asked; the command refuses them, and records it.
 */
export const bringRecorded = Object.assign(
  async (ctx: Ctx, given: z.output<typeof BringRecorded>) => {
    const { baseUrl, keyRef, source, ...query } = given;
    const suite = await getSuiteVersion(ctx, { versionId: query.suiteVersionId });
    const asked = { orgId: ctx.actor.orgId, createdBy: authorOf(ctx) };
    if (refusal(ctx.ability, 'create', 'Run', asked) !== null)
      return startRecordedRun(ctx, { ...query, recorded: null });
    const open = openLangfuse({ baseUrl, keyRef }, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
    try {
      const answers =
        source.kind === 'run'
          ? await langfuseRun(open, source)
          : (await langfuseTraces(open, source)).map(({ answer }) => answer);
      const { lines, ...counts } = await matched(ctx, suite, answers, query.caseKey);
      const recorded = await storeRecorded(ctx, suite, lines);
      const origin = { tool: 'langfuse', host: open.host, source, ...counts } as const;
      return await startRecordedRun(ctx, { ...query, recorded, origin });
    } catch (error) {
      if (source.kind === 'traces') throw asRefusal(error, 'traces');
      throw asRefusal(error, `run ${source.run} of ${source.dataset}`, 'source.run');
    } finally {
      open.close();
    }
  },
  { input: BringRecorded },
);
