import { foundEnvironmentsJob } from '@/server/gates/jobs';
import type { Job } from '@/server/kernel/jobs';

/** A job and how many of it run at once in one process. Its payload is parsed before it runs. */
export interface Registered {
  readonly job: Job<never>;
  readonly workers: number;
}

/** Every job of the product. */
export const jobCatalog: readonly Registered[] = [{ job: foundEnvironmentsJob, workers: 1 }];
