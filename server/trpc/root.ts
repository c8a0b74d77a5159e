import { auditRouter } from '@/server/audit/router';
import { checklistsRouter, evidenceRouter, frameworksRouter } from '@/server/checklists/router';
import { biasRouter } from '@/server/bias/router';
import { coverageRouter } from '@/server/coverage/router';
import { evaluatorsRouter, runsRouter, schedulesRouter, suitesRouter } from '@/server/evaluations/router';
import { demonstrationRouter } from '@/server/demonstration/router';
import { findingsRouter, incidentsRouter } from '@/server/findings/router';
import { gatesRouter } from '@/server/gates/router';
import { identityRouter } from '@/server/identity/router';
import { judgesRouter } from '@/server/judges/router';
import { promptsRouter } from '@/server/prompts/router';
import { datasetsRouter, modelsRouter, vendorsRouter } from '@/server/registry/router';
import { reportsRouter } from '@/server/reports/router';
import { releasesRouter } from '@/server/releases/router';
import { reviewsRouter } from '@/server/reviews/router';
import { signoffRouter } from '@/server/signoff/router';
import { systemsRouter } from '@/server/systems/router';
import { tasksRouter } from '@/server/tasks/router';
import { router } from './init';

export const appRouter = router({
  audit: auditRouter,
  bias: biasRouter,
  checklists: checklistsRouter,
  coverage: coverageRouter,
  evidence: evidenceRouter,
  frameworks: frameworksRouter,
  demonstration: demonstrationRouter,
  findings: findingsRouter,
  incidents: incidentsRouter,
  gates: gatesRouter,
  identity: identityRouter,
  judges: judgesRouter,
  models: modelsRouter,
  vendors: vendorsRouter,
  prompts: promptsRouter,
  datasets: datasetsRouter,
  releases: releasesRouter,
  reports: reportsRouter,
  reviews: reviewsRouter,
  runs: runsRouter,
  evaluators: evaluatorsRouter,
  schedules: schedulesRouter,
  suites: suitesRouter,
  signoff: signoffRouter,
  systems: systemsRouter,
  tasks: tasksRouter,
});
