import type { Route } from './route';
import { promptRoutes } from './routes/prompts';
import { systemRoutes } from './routes/systems';

/** The whole REST API: which operation each method and path call. */
export const table: readonly Route[] = [...promptRoutes, ...systemRoutes];
