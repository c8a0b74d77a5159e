import { z } from 'zod';
import { job } from '@/server/kernel/jobs';
import { buildJobName } from '../rules/follow-up';
import { makeExport } from './make-export';

/** Makes the file of one export. */
export const buildExportJob = job({
  name: buildJobName,
  payload: z.strictObject({ exportId: z.string() }),
  attempts: 3,
  run: (ctx, { exportId }) => makeExport(ctx, exportId),
});
