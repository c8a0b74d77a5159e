import type { Route } from './route';
import { systemRoutes } from './routes/systems';

/** The whole REST API: which operation each method and path call. */
export const table: readonly Route[] = [...systemRoutes];
