import { systemsRouter } from '@/server/systems/router';
import { router } from './init';

export const appRouter = router({
  systems: systemsRouter,
});
