import { query, router } from '@/server/trpc/init';
import { getProgress } from './queries';

/** Loading and closing are among the operations of identity: they make and end people. */
export const demonstrationRouter = router({ progress: query(getProgress) });
