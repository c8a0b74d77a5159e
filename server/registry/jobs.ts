import { setImmediate } from 'node:timers/promises';
import { job } from '@/server/kernel/jobs';
import { countedFindings, stringsIn } from '@/evaluators/safety/counts';
import { recordDatasetScan, scanJobName } from './commands/scan-dataset';
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
