import { mutate, query, router } from '@/server/trpc/init';
import { createExport } from './commands/exports';
import { checkInclusion } from './queries/check-inclusion';
import { getExport, listExports } from './queries/exports';

export const reportsRouter = router({
  list: query(listExports),
  get: query(getExport),
  checkInclusion: query(checkInclusion),
  create: mutate(createExport),
});
