import { runStudyJob } from '@/server/bias/jobs';
import { askFactsJob, keepShippedPacksJob } from '@/server/checklists/jobs';
import { loadDemonstrationJob } from '@/server/demonstration/jobs/catalog';
import { checkCanaryJob, workOnRunJob } from '@/server/evaluations/jobs/catalog';
import { fireScheduleJob, promptLabelMovedJob } from '@/server/evaluations/jobs/schedule';
import { recordCoverageJob } from '@/server/coverage/jobs';
import { foundEnvironmentsJob } from '@/server/gates/jobs';
import { workOnJudgingJob } from '@/server/judges/jobs/catalog';
import { importLabelsJob, scanDatasetJob } from '@/server/registry/jobs';
import { remindJob } from '@/server/tasks/jobs';
import { buildExportJob } from '@/server/reports/jobs/catalog';
import type { Ctx } from '@/server/kernel/context';
import type { Job } from '@/server/kernel/jobs';

/** A job as the workers see it: `deliver` parses the payload and runs it. */
export interface Registered {
  readonly name: string;
  readonly attempts: number;
  /** How many of it run at once in one process. */
  readonly workers: number;
  readonly deliver: (ctx: Ctx, payload: unknown) => Promise<void>;
}

const registered = <P extends object>(job: Job<P>, workers: number): Registered => ({
  name: job.name,
  attempts: job.attempts,
  workers,
  deliver: (ctx, payload) => job.run(ctx, job.payload.parse(payload)),
});

/** Every job of the product. */
export const jobCatalog: readonly Registered[] = [
  registered(foundEnvironmentsJob, 1),
  registered(loadDemonstrationJob, 1),
  registered(workOnRunJob, 4),
  registered(checkCanaryJob, 1),
  registered(fireScheduleJob, 1),
  registered(promptLabelMovedJob, 1),
  registered(workOnJudgingJob, 2),
  registered(runStudyJob, 1),
  registered(scanDatasetJob, 1),
  registered(importLabelsJob, 1),
  registered(buildExportJob, 1),
  registered(keepShippedPacksJob, 1),
  registered(askFactsJob, 1),
  registered(recordCoverageJob, 1),
  registered(remindJob, 1),
];

/** What is sent to every organisation again and again. */
export const roundJobs: readonly string[] = [
  keepShippedPacksJob.name,
  askFactsJob.name,
  recordCoverageJob.name,
  remindJob.name,
];
