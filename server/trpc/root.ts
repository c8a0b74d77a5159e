import { promptsRouter } from '@/server/prompts/router';
import { systemsRouter } from '@/server/systems/router';
import { router } from './init';

export const appRouter = router({
  prompts: promptsRouter,
  systems: systemsRouter,
});
