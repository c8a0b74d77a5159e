import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { countedFindings, stringsIn } from '@/evaluators/safety/counts';
import { labelledCases } from '@/server/reviews/queries/items';
import { importLabelsName } from '@/server/reviews/rules/follow-up';
import { recordLabels } from './commands/record-labels';
import { recordDatasetScan, scanJobName } from './commands/scan-dataset';
import { storeUpload } from './commands/store-upload';
import { getDatasetVersion } from './queries/datasets';
import { readRows } from './queries/rows';
import { DatasetVersionRef } from './schema/datasets';

const longestTurnMs = 15;

/** Searches every string of every row. Delivered again it makes one more scan with the same counts. */
export const scanDatasetJob = job({
  name: scanJobName,
  payload: DatasetVersionRef,
  attempts: 3,
  run: async (ctx, { versionId }) => {
    const version = await getDatasetVersion(ctx, { versionId });
    const findings: Record<string, number> = {};
    let [rowCount, turn] = [0, performance.now()];
    for await (const row of readRows(ctx.ports.files, version)) {
      rowCount += 1;
      for (const [type, count] of Object.entries(countedFindings(stringsIn(row))))
        findings[type] = (findings[type] ?? 0) + count;
      if (performance.now() - turn < longestTurnMs) continue;
      await setImmediate();
      turn = performance.now();
    }
    await recordDatasetScan(ctx, { versionId, rowCount, findings });
  },
});

/** Labels of a closed review queue become a dataset version, which a judge can be calibrated on. */
export const importLabelsJob = job({
  name: importLabelsName,
  payload: z.strictObject({ queueId: z.string(), datasetName: z.string() }),
  attempts: 5,
  run: async (ctx, { queueId, datasetName }) => {
    const { queue, lines } = await labelledCases(ctx, { queueId });
    const bytes = Readable.from(lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)));
    const upload = await storeUpload(ctx.ports.files, bytes, 'cases', 'jsonl');
    await recordLabels(ctx, {
      name: datasetName,
      upload,
      message: `Labels of the review queue ${queue.name}`,
      description: `What people said in the review queue ${queue.name}: the answer at metadata.answer, the label at metadata.label`,
      createdBy: queue.closedBy,
    });
  },
});
