import type { FollowUp } from '@/server/kernel/jobs';

export const workJobName = 'evaluations.work';

/** The job that works on a run next. */
export const workOn = (runId: string, slice: number): FollowUp => ({
  name: workJobName,
  payload: { runId, slice },
});
