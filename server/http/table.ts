import type { Route } from './route';
import { auditRoutes } from './routes/audit';
import { evaluationRoutes } from './routes/evaluations';
import { gateRoutes } from './routes/gates';
import { identityRoutes } from './routes/identity';
import { promptRoutes } from './routes/prompts';
import { registryRoutes } from './routes/registry';
import { releaseRoutes } from './routes/releases';
import { signoffRoutes } from './routes/signoff';
import { systemRoutes } from './routes/systems';

/** The whole REST API: which operation each method and path call. */
export const table: readonly Route[] = [
  ...auditRoutes,
  ...evaluationRoutes,
  ...gateRoutes,
  ...identityRoutes,
  ...promptRoutes,
  ...registryRoutes,
  ...releaseRoutes,
  ...signoffRoutes,
  ...systemRoutes,
];
