import type { Route } from './route';
import { auditRoutes } from './routes/audit';
import { checklistRoutes } from './routes/checklists';
import { biasRoutes } from './routes/bias';
import { evaluationRoutes } from './routes/evaluations';
import { findingRoutes } from './routes/findings';
import { coverageRoutes } from './routes/coverage';
import { frameworkRoutes } from './routes/frameworks';
import { gateRoutes } from './routes/gates';
import { identityRoutes } from './routes/identity';
import { judgeRoutes } from './routes/judges';
import { promptRoutes } from './routes/prompts';
import { registryRoutes } from './routes/registry';
import { releaseRoutes } from './routes/releases';
import { reportRoutes } from './routes/reports';
import { reviewRoutes } from './routes/reviews';
import { signoffRoutes } from './routes/signoff';
import { systemRoutes } from './routes/systems';
import { taskRoutes } from './routes/tasks';
import { vendorRoutes } from './routes/vendors';

/** The whole REST API: which operation each method and path call. */
export const table: readonly Route[] = [
  ...auditRoutes,
  ...checklistRoutes,
  ...biasRoutes,
  ...coverageRoutes,
  ...evaluationRoutes,
  ...findingRoutes,
  ...frameworkRoutes,
  ...gateRoutes,
  ...identityRoutes,
  ...judgeRoutes,
  ...promptRoutes,
  ...registryRoutes,
  ...releaseRoutes,
  ...reportRoutes,
  ...reviewRoutes,
  ...signoffRoutes,
  ...systemRoutes,
  ...taskRoutes,
  ...vendorRoutes,
];
