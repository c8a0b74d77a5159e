import type { FollowUp } from '@/server/kernel/jobs';

export const studyJobName = 'bias.run-study';

/** The job that computes a result. */
export const computeStudy = (resultId: string): FollowUp => ({ name: studyJobName, payload: { resultId } });
