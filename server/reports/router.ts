import { mutate, query, router } from '@/server/trpc/init';
import { createExport } from './commands/exports';
import { sealExport } from './commands/seal-export';
import { checkFile } from './queries/check-file';
import { checkInclusion } from './queries/check-inclusion';
import { getExport, listExports } from './queries/exports';

export const reportsRouter = router({
  list: query(listExports),
  get: query(getExport),
  checkFile: query(checkFile),
  checkInclusion: query(checkInclusion),
  create: mutate(createExport),
  seal: mutate(sealExport),
});
