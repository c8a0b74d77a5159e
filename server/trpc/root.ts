import { identityRouter } from '@/server/identity/router';
import { promptsRouter } from '@/server/prompts/router';
import { systemsRouter } from '@/server/systems/router';
import { router } from './init';

export const appRouter = router({
  identity: identityRouter,
  prompts: promptsRouter,
  systems: systemsRouter,
});
