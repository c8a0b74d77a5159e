import type { z } from 'zod';
import type { Row } from '@/evaluators/langfuse/rows';
import type { CaseSource } from '@/evaluators/langfuse/source';
import { refusal } from '@/policies/ability';
import { asRefusal, type Langfuse, openLangfuse } from '@/server/integrations/adapters/langfuse/client';
import { langfuseItems, langfuseTraces } from '@/server/integrations/adapters/langfuse/read';
import type { Ctx } from '@/server/kernel/context';
import { invalid, Refusal } from '@/server/kernel/refusal';
import { runtime } from '@/server/kernel/runtime';
import { getDataset } from '../queries/datasets';
import { BringLangfuse } from '../schema/datasets';
import { addDatasetVersion } from './datasets';
import { storeCases } from './langfuse-cases';

/**
 * Reads the items of a Langfuse dataset, or traces, as the next version of a dataset. From somebody who may not add
 * versions nothing is asked; the command refuses them, and records it.
 */
export const bringLangfuse = Object.assign(
  async (ctx: Ctx, given: z.output<typeof BringLangfuse>) => {
    const { datasetId, message, source, ...access } = given;
    const dataset = await getDataset(ctx, { datasetId });
    const input = { datasetId, message, upload: null };
    if (refusal(ctx.ability, 'edit', 'Dataset', dataset) !== null) return addDatasetVersion(ctx, input);
    if (dataset.kind !== 'cases')
      throw invalid(
        'datasetId',
        'The dataset is a table; Langfuse has cases, which a dataset of cases takes',
      );
    const open = openLangfuse(access, runtime().env.COUNTERSIGN_PRIVATE_TARGETS);
    try {
      const { upload, ...count } = await storeCases(ctx.ports.files, rowsOf(open, source));
      const origin = { tool: 'langfuse', host: open.host, source, ...count } as const;
      return await addDatasetVersion(ctx, { ...input, upload, origin });
    } catch (error) {
      if (source.kind === 'traces') throw inSource(asRefusal(error, 'traces'));
      throw inSource(asRefusal(error, `dataset ${source.dataset}`, 'source.dataset'));
    } finally {
      open.close();
    }
  },
  { input: BringLangfuse },
);

async function* rowsOf(open: Langfuse, source: CaseSource): AsyncGenerator<Row> {
  if (source.kind === 'dataset') yield* langfuseItems(open, source);
  else for (const { row } of await langfuseTraces(open, source)) yield row;
}

/** There is no file here. */
function inSource(error: unknown): unknown {
  if (!(error instanceof Refusal) || !Object.hasOwn(error.details['fields'] ?? {}, 'file')) return error;
  return new Refusal(error.code, error.message, { ...error.details, fields: { source: [error.message] } });
}
