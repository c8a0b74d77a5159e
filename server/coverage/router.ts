import { mutate, query, router } from '@/server/trpc/init';
import { refreshCoverage } from './commands';
import { getCoverage, getCoverageTrend } from './queries/coverage';
import { listWeakSpots } from './queries/weak-spots';

export const coverageRouter = router({
  get: query(getCoverage),
  trend: query(getCoverageTrend),
  weakSpots: query(listWeakSpots),
  refresh: mutate(refreshCoverage),
});
